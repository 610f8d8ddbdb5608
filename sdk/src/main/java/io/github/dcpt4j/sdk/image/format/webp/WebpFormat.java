package io.github.dcpt4j.sdk.image.format.webp;

import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_WEBP_QUALITY;

import io.github.dcpt4j.sdk.image.Abilities;
import io.github.dcpt4j.sdk.image.Abilities.Carried;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.ReadLimits;
import io.github.dcpt4j.sdk.image.SampleType;
import io.github.dcpt4j.sdk.image.WriteOptions;
import io.github.dcpt4j.sdk.image.format.Container;
import io.github.dcpt4j.sdk.image.format.ImageFormat;
import io.github.dcpt4j.sdk.image.format.OpenCvEncoder;
import io.github.dcpt4j.sdk.image.metadata.ExifBlock;
import io.github.dcpt4j.sdk.image.metadata.Metadata;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.List;

/** WebP, lossy or lossless. */
public final class WebpFormat implements ImageFormat {
  @Override
  public String label() {
    return "WebP";
  }

  @Override
  public List<String> extensions() {
    return List.of("webp");
  }

  @Override
  public String mediaType() {
    return "image/webp";
  }

  @Override
  public Abilities abilities() {
    return new Abilities(
        EnumSet.of(SampleType.UINT8),
        false,
        true,
        true,
        EnumSet.of(Carried.PROFILE, Carried.EXIF, Carried.RESOLUTION));
  }

  @Override
  public boolean matches(ByteBuffer file) {
    return WebpContainer.matches(file);
  }

  @Override
  public Container inspect(byte[] file, ReadLimits limits) {
    return WebpContainer.read(ByteBuffer.wrap(file), limits);
  }

  @Override
  public void encode(Picture picture, Metadata metadata, WriteOptions options, OutputStream target)
      throws IOException {
    new OpenCvEncoder(this, IMWRITE_WEBP_QUALITY, options.webpQuality())
        .encode(picture, stating(metadata), target);
  }

  /** WebP has no place for a resolution but its EXIF data. */
  private static Metadata stating(Metadata metadata) {
    return metadata
        .resolution()
        .map(stated -> metadata.withExif(ExifBlock.stating(stated, metadata.exif())))
        .orElse(metadata);
  }
}
