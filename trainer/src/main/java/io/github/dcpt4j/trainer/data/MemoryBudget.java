package io.github.dcpt4j.trainer.data;

import com.sun.management.OperatingSystemMXBean;
import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.PictureCodec;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * How much memory the decoded pictures of a run may take together. What a file will take is known
 * from its header, so that too large a set is refused before hours of decoding, or a killed
 * process. Used by one thread.
 */
public final class MemoryBudget {

  private static final double SHARE = 0.6;
  private static final double GIGABYTE = 1e9;

  private final long bytes;
  private long taken;

  /**
   * A budget of a size.
   *
   * @param bytes that all pictures together may take
   */
  public MemoryBudget(long bytes) {
    this.bytes = bytes;
  }

  /** Three fifths of the memory that this machine, or its container, has. */
  public static MemoryBudget ofMachine() {
    OperatingSystemMXBean machine =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new MemoryBudget((long) (SHARE * machine.getTotalMemorySize()));
  }

  /**
   * Sets room aside for pictures of 3 bytes a pixel. A broken one takes none: decoding it, which
   * comes next, tells what is wrong with it.
   *
   * @param files that will be decoded; one that is decoded twice stands here twice
   * @throws PictureException if they do not fit beside those before
   */
  void take(List<Path> files) {
    for (Path file : files) {
      taken += Picture.CHANNELS * pixels(file);
    }
    if (taken > bytes) {
      throw new PictureException(
          String.format(
              Locale.ROOT,
              "the training pictures take %.1f GB decoded, and %.1f GB may be used on this machine:"
                  + " name fewer of them, or cut them up and train in several runs",
              taken / GIGABYTE,
              bytes / GIGABYTE));
    }
  }

  private static long pixels(Path file) {
    try (ImageInputStream stream = ImageIO.createImageInputStream(file.toFile())) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
      if (readers.hasNext()) {
        ImageReader reader = readers.next();
        try {
          reader.setInput(stream, true, true);
          return (long) reader.getWidth(0) * reader.getHeight(0);
        } finally {
          reader.dispose();
        }
      }
    } catch (IOException e) {
      return decodedPixels(file);
    }
    return decodedPixels(file);
  }

  /** For WebP, whose header the runtime cannot read, and for broken files. */
  private static long decodedPixels(Path file) {
    try {
      Picture picture = new PictureCodec().read(file);
      return (long) picture.width() * picture.height();
    } catch (PictureException e) {
      return 0;
    }
  }
}
