package io.github.dcpt4j.sdk.image.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.Noise;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.ReadLimits;
import io.github.dcpt4j.sdk.image.Scene;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Damages small files of every kind in many ways and reads them: a picture or the declared
 * exception must come out, and memory must stay bounded. A crash of a native library would end the
 * test run.
 */
class FuzzTest {
  private static final PictureCodec CODEC =
      new PictureCodec()
          .withLimits(ReadLimits.defaults().withPixels(1_000_000).withDecodedBytes(8_000_000));
  private static final long MOST_MEMORY = 1L << 30;
  // Where headers lie, in most of these small files.
  private static final int HEADER = 64;

  @Test
  void damagedFilesGiveAPictureOrTheDeclaredException() {
    fuzz(3_000, 1);
  }

  @Test
  @Tag("slow")
  void manyDamagedFilesGiveAPictureOrTheDeclaredException() {
    fuzz(60_000, 2);
  }

  private static void fuzz(int count, long seed) {
    List<byte[]> files = files();
    Random random = new Random(seed);
    Map<PictureFormat, Integer> read = new EnumMap<>(PictureFormat.class);
    Map<PictureFormat, Integer> refused = new EnumMap<>(PictureFormat.class);
    long before = Pointer.physicalBytes();
    for (int i = 0; i < count; i++) {
      byte[] file = files.get(i % files.size());
      byte[] damaged = damaged(file, random);
      PictureFormat format = PictureFormat.ofContent(ByteBuffer.wrap(file)).orElseThrow();
      try {
        Picture picture = CODEC.decode(damaged);
        CODEC.encode(picture, PictureFormat.TIFF);
        read.merge(format, 1, Integer::sum);
      } catch (PictureException e) {
        refused.merge(format, 1, Integer::sum);
      } catch (RuntimeException e) {
        throw new AssertionError("input %d, %s".formatted(i, format), e);
      }
    }
    assertThat(read).containsOnlyKeys(PictureFormat.values());
    assertThat(refused).containsOnlyKeys(PictureFormat.values());
    assertThat(Pointer.physicalBytes() - before).isLessThan(MOST_MEMORY);
  }

  private static byte[] damaged(byte[] file, Random random) {
    byte[] damaged = file.clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      int reach = random.nextBoolean() ? Math.min(HEADER, damaged.length) : damaged.length;
      int place = random.nextInt(reach);
      switch (random.nextInt(6)) {
        case 0 -> damaged[place] = (byte) random.nextInt();
        case 1 -> damaged[place] ^= (byte) (1 << random.nextInt(8));
        case 2 -> damaged[place] = (byte) (random.nextBoolean() ? 0xff : 0);
        case 3 -> damaged = Arrays.copyOf(damaged, Math.max(1, place));
        case 4 -> {
          int from = random.nextInt(damaged.length);
          int length = Math.min(random.nextInt(32), damaged.length - Math.max(from, place));
          System.arraycopy(damaged, from, damaged, place, length);
        }
        default -> {
          byte[] longer = Arrays.copyOf(damaged, damaged.length + random.nextInt(16));
          System.arraycopy(
              damaged,
              place,
              longer,
              longer.length - damaged.length + place,
              damaged.length - place);
          damaged = longer;
        }
      }
    }
    return random.nextInt(4) > 0 ? withRightChecksums(damaged) : damaged;
  }

  /** Without them most damaged PNG files would be refused for that alone. */
  private static byte[] withRightChecksums(byte[] file) {
    ByteBuffer chunks = ByteBuffer.wrap(file);
    if (PictureFormat.ofContent(chunks).orElse(null) != PictureFormat.PNG) {
      return file;
    }
    long position = 8;
    while (position + 12 <= file.length) {
      int chunk = (int) position;
      long length = chunks.getInt(chunk) & 0xffffffffL;
      position += 12 + length;
      if (position <= file.length) {
        CRC32 checksum = new CRC32();
        checksum.update(file, chunk + 4, (int) length + 4);
        chunks.putInt((int) position - 4, (int) checksum.getValue());
      }
    }
    return file;
  }

  /** The files of the tests, and one that the codec writes in each format. */
  private static List<byte[]> files() {
    List<byte[]> contents = new ArrayList<>();
    try {
      Path folder = Path.of(Scene.class.getResource("rgb-8.png").toURI()).getParent();
      for (Path file : PictureFiles.in(folder)) {
        contents.add(Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
    for (PictureFormat format : PictureFormat.values()) {
      contents.add(CODEC.encode(Noise.picture(19, 17), format));
    }
    return contents;
  }
}
