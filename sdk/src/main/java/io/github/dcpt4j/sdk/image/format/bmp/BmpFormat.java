package io.github.dcpt4j.sdk.image.format.bmp;

import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.ReadLimits;
import io.github.dcpt4j.sdk.image.SampleType;
import io.github.dcpt4j.sdk.image.WriteOptions;
import io.github.dcpt4j.sdk.image.format.Abilities;
import io.github.dcpt4j.sdk.image.format.Container;
import io.github.dcpt4j.sdk.image.format.ImageFormat;
import io.github.dcpt4j.sdk.image.format.OpenCvEncoder;
import io.github.dcpt4j.sdk.image.metadata.Metadata;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Windows bitmap, uncompressed. */
public final class BmpFormat implements ImageFormat {
  @Override
  public String label() {
    return "BMP";
  }

  @Override
  public List<String> extensions() {
    return List.of("bmp");
  }

  @Override
  public String mediaType() {
    return "image/bmp";
  }

  @Override
  public Abilities abilities() {
    return new Abilities(EnumSet.of(SampleType.UINT8), true, true, true, Set.of());
  }

  @Override
  public boolean matches(ByteBuffer file) {
    return BmpContainer.matches(file);
  }

  @Override
  public Container inspect(byte[] file, ReadLimits limits) {
    return BmpContainer.read(ByteBuffer.wrap(file), limits);
  }

  @Override
  public void encode(Picture picture, Metadata metadata, WriteOptions options, OutputStream target)
      throws IOException {
    new OpenCvEncoder(this).encode(picture, metadata, target);
  }
}
