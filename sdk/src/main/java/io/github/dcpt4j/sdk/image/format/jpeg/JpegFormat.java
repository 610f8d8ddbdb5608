package io.github.dcpt4j.sdk.image.format.jpeg;

import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_QUALITY;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR_420;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR_422;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR_444;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.Abilities;
import io.github.dcpt4j.sdk.image.Abilities.Carried;
import io.github.dcpt4j.sdk.image.ChromaSampling;
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

/** JPEG, lossy. */
public final class JpegFormat implements ImageFormat {
  // A segment counts its own length, and "Exif" with two zeros stands before the block.
  private static final int LONGEST_EXIF = 0xffff - 8;

  @Override
  public String label() {
    return "JPEG";
  }

  @Override
  public List<String> extensions() {
    return List.of("jpg", "jpeg", "jfif", "jpe");
  }

  @Override
  public String mediaType() {
    return "image/jpeg";
  }

  @Override
  public Abilities abilities() {
    return new Abilities(
        EnumSet.of(SampleType.UINT8),
        true,
        false,
        false,
        EnumSet.of(Carried.PROFILE, Carried.EXIF, Carried.RESOLUTION));
  }

  @Override
  public boolean matches(ByteBuffer file) {
    return JpegContainer.matches(file);
  }

  @Override
  public Container inspect(byte[] file, ReadLimits limits) {
    return JpegContainer.read(ByteBuffer.wrap(file), limits);
  }

  @Override
  public void encode(Picture picture, Metadata metadata, WriteOptions options, OutputStream target)
      throws IOException {
    requireRoom(metadata);
    OutputStream stream =
        new HeadStream(target, JpegHead.LENGTH, head -> JpegHead.with(metadata, head));
    new OpenCvEncoder(
            this,
            IMWRITE_JPEG_QUALITY,
            options.jpegQuality(),
            IMWRITE_JPEG_SAMPLING_FACTOR,
            factor(options.chromaSampling()))
        .encode(picture, metadata.withoutIccProfile(), stream);
  }

  private static int factor(ChromaSampling sampling) {
    return switch (sampling) {
      case FULL -> IMWRITE_JPEG_SAMPLING_FACTOR_444;
      case HALF -> IMWRITE_JPEG_SAMPLING_FACTOR_422;
      case QUARTER -> IMWRITE_JPEG_SAMPLING_FACTOR_420;
    };
  }

  private static void requireRoom(Metadata metadata) {
    boolean exifFits = metadata.exif().map(block -> block.length).orElse(0) <= LONGEST_EXIF;
    if (!exifFits || !metadata.iccProfile().map(JpegHead::fits).orElse(true)) {
      throw new PictureException(
          PictureException.Kind.UNSUPPORTED,
          "The picture's " + metadata + " is too long for JPEG: choose PNG, or take it away.");
    }
  }
}
