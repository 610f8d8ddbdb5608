package io.github.dcpt4j.cli.restore;

import io.github.dcpt4j.sdk.image.ReadLimits;
import io.github.dcpt4j.sdk.image.WriteOptions;
import io.github.dcpt4j.sdk.image.codec.PictureCodec;
import io.github.dcpt4j.sdk.image.codec.PictureFormat;
import io.github.dcpt4j.sdk.text.Text;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** How picture files are read and written. */
final class FileOptions {

  private static final long MEGAPIXEL = 1_000_000;
  // Four channels of 16 bits.
  private static final int MOST_BYTES_PER_PIXEL = 8;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      converter = FormatConverter.class,
      completionCandidates = Extensions.class,
      description =
          "What the pictures of an output folder become: ${COMPLETION-CANDIDATES} (default: each keeps "
              + "its format).")
  private PictureFormat format;

  @Option(
      names = "--quality",
      paramLabel = "1-100",
      defaultValue = "95",
      description = "Quality of JPEG files (default: ${DEFAULT-VALUE}).")
  private int quality;

  @Option(
      names = "--pixels",
      paramLabel = "MP",
      defaultValue = "100",
      description = "Refuses pictures of more megapixels than these (default: ${DEFAULT-VALUE}).")
  private int megapixels;

  @Option(
      names = "--strip",
      description =
          "Leaves out what a picture tells of its taking, such as camera, time and place (EXIF); its"
              + " colour profile stays.")
  private boolean strip;

  /** The extensions of all formats, for the help. */
  static final class Extensions implements Iterable<String> {

    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(PictureFormat.values())
          .map(format -> format.extensions().get(0))
          .iterator();
    }
  }

  /** Reads an extension, with or without its dot. */
  static final class FormatConverter implements ITypeConverter<PictureFormat> {

    @Override
    public PictureFormat convert(String value) {
      return PictureFormat.tryOfName(Path.of("name." + value))
          .orElseThrow(
              () -> new TypeConversionException(Text.of("'%s' is no picture format", value)));
    }
  }

  /** What the pictures of an output folder become. */
  Optional<PictureFormat> format() {
    return Optional.ofNullable(format);
  }

  /** What reads and writes. */
  PictureCodec codec() {
    try {
      long pixels = megapixels * MEGAPIXEL;
      return new PictureCodec(
          ReadLimits.defaults().withPixels(pixels).withDecodedBytes(pixels * MOST_BYTES_PER_PIXEL),
          WriteOptions.defaults().withJpegQuality(quality));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  /** What writes restored pictures. */
  PictureTarget target(PictureCodec codec, PrintStream standardOutput) {
    return new PictureTarget(codec, format(), strip, standardOutput);
  }
}
