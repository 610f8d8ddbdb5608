package io.github.dcpt4j.sdk.image.format.png;

import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_PNG_COMPRESSION;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_PNG_STRATEGY;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_PNG_STRATEGY_DEFAULT;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_PNG_STRATEGY_RLE;

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
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.List;

/** Portable Network Graphics, lossless. */
public final class PngFormat implements ImageFormat {
  @Override
  public String label() {
    return "PNG";
  }

  @Override
  public List<String> extensions() {
    return List.of("png");
  }

  @Override
  public String mediaType() {
    return "image/png";
  }

  @Override
  public Abilities abilities() {
    return new Abilities(
        EnumSet.of(SampleType.UINT8, SampleType.UINT16),
        true,
        true,
        true,
        EnumSet.allOf(Carried.class));
  }

  @Override
  public boolean matches(ByteBuffer file) {
    return PngContainer.matches(file);
  }

  @Override
  public Container inspect(byte[] file, ReadLimits limits) {
    return PngContainer.read(ByteBuffer.wrap(file), limits);
  }

  @Override
  public void encode(Picture picture, Metadata metadata, WriteOptions options, OutputStream target)
      throws IOException {
    OutputStream stream =
        new HeadStream(target, PngHead.LENGTH, head -> PngHead.with(head, metadata));
    int compression = options.pngCompression();
    if (picture.isGrey() && picture.alpha().isPresent()) {
      GreyAlphaPngEncoder.encode(picture, compression, stream);
      return;
    }
    // On photographs run lengths take half the time and less room at the fast end.
    int strategy = compression > 1 ? IMWRITE_PNG_STRATEGY_DEFAULT : IMWRITE_PNG_STRATEGY_RLE;
    new OpenCvEncoder(this, IMWRITE_PNG_COMPRESSION, compression, IMWRITE_PNG_STRATEGY, strategy)
        .encode(picture, Metadata.none(), stream);
  }
}
