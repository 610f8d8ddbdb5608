package io.github.dcpt4j.sdk.image.format.tiff;

import io.github.dcpt4j.sdk.image.Abilities;
import io.github.dcpt4j.sdk.image.Abilities.Carried;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.ReadLimits;
import io.github.dcpt4j.sdk.image.SampleType;
import io.github.dcpt4j.sdk.image.WriteOptions;
import io.github.dcpt4j.sdk.image.format.Container;
import io.github.dcpt4j.sdk.image.format.ImageFormat;
import io.github.dcpt4j.sdk.image.metadata.Metadata;
import io.github.dcpt4j.sdk.image.metadata.ifd.TiffReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.List;

/** Tagged Image File Format, lossless. */
public final class TiffFormat implements ImageFormat {
  @Override
  public String label() {
    return "TIFF";
  }

  @Override
  public List<String> extensions() {
    return List.of("tif", "tiff");
  }

  @Override
  public String mediaType() {
    return "image/tiff";
  }

  @Override
  public Abilities abilities() {
    return new Abilities(
        EnumSet.allOf(SampleType.class),
        true,
        true,
        true,
        EnumSet.of(Carried.PROFILE, Carried.EXIF, Carried.RESOLUTION));
  }

  @Override
  public boolean matches(ByteBuffer file) {
    return TiffReader.matches(file);
  }

  @Override
  public Container inspect(byte[] file, ReadLimits limits) {
    return TiffContainer.read(file, limits);
  }

  @Override
  public void encode(Picture picture, Metadata metadata, WriteOptions options, OutputStream target)
      throws IOException {
    TiffEncoder.encode(picture, metadata, target);
  }
}
