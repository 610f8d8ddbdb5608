package io.github.dcpt4j.sdk.image.format.bmp;

import io.github.dcpt4j.sdk.image.Abilities;
import io.github.dcpt4j.sdk.image.Abilities.Carried;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.ReadLimits;
import io.github.dcpt4j.sdk.image.SampleType;
import io.github.dcpt4j.sdk.image.WriteOptions;
import io.github.dcpt4j.sdk.image.format.Container;
import io.github.dcpt4j.sdk.image.format.HeadStream;
import io.github.dcpt4j.sdk.image.format.ImageFormat;
import io.github.dcpt4j.sdk.image.format.OpenCvEncoder;
import io.github.dcpt4j.sdk.image.metadata.Metadata;
import io.github.dcpt4j.sdk.image.metadata.Resolution;
import io.github.dcpt4j.sdk.image.metadata.Resolution.Unit;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Windows bitmap, uncompressed. */
public final class BmpFormat implements ImageFormat {
  private static final int PIXELS_PER_METRE = 38;
  private static final int HEAD_LENGTH = 46;

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
    return new Abilities(
        EnumSet.of(SampleType.UINT8), true, true, true, Set.of(Carried.RESOLUTION));
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
    OutputStream stream =
        new HeadStream(target, HEAD_LENGTH, head -> stating(metadata.resolution(), head));
    new OpenCvEncoder(this).encode(picture, Metadata.none(), stream);
  }

  private static byte[] stating(Optional<Resolution> resolution, byte[] head) {
    Resolution stated = resolution.map(any -> any.in(Unit.METRE)).orElse(null);
    if (stated != null && stated.unit() == Unit.METRE) {
      ByteBuffer.wrap(head)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putInt(PIXELS_PER_METRE, (int) Math.rint(stated.horizontal()))
          .putInt(PIXELS_PER_METRE + Integer.BYTES, (int) Math.rint(stated.vertical()));
    }
    return head;
  }
}
