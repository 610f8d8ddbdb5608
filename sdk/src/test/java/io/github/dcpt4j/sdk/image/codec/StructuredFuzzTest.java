package io.github.dcpt4j.sdk.image.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.ReadLimits;
import io.github.dcpt4j.sdk.image.Scene;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Makes files whose structure is nearly right, and reads them: a picture or the declared exception
 * must come out, within bounds of time and memory. The seed is fixed; {@code -Ddcpt4j.fuzz=N} makes
 * N files of each kind.
 */
class StructuredFuzzTest {
  private static final long SEED = 22;
  private static final int SOME = 1_500;
  private static final int MANY = 40_000;
  private static final long MOST_NANOS = 12_000_000_000L;
  private static final long SPARE_MEMORY = 512L << 20;
  private static final PictureCodec CODEC =
      new PictureCodec()
          .withLimits(ReadLimits.defaults().withPixels(4_000_000).withDecodedBytes(32_000_000));

  /** What is made. */
  enum Structure {
    TIFF_DIRECTORY(StructuredFuzzTest::tiff),
    JPEG_IN_TIFF(StructuredFuzzTest::jpegInTiff),
    JPEG_SEGMENTS(StructuredFuzzTest::jpeg),
    EXIF(random -> withSegment("Exif\0\0", exif(random))),
    PROFILE(random -> withSegment("ICC_PROFILE\0\u0001\u0001", profile(random))),
    PNG_CHUNKS(StructuredFuzzTest::png),
    BITMAP(StructuredFuzzTest::bitmap);

    private final Function<Random, byte[]> maker;

    Structure(Function<Random, byte[]> maker) {
      this.maker = maker;
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPictureOrTheDeclaredExceptionComesOut(Structure structure) {
    fuzz(structure, Integer.getInteger("dcpt4j.fuzz", SOME), SEED);
  }

  @ParameterizedTest
  @EnumSource
  @Tag("slow")
  void aPictureOrTheDeclaredExceptionComesOutOfMany(Structure structure) {
    fuzz(structure, MANY, SEED + 1);
  }

  private static void fuzz(Structure structure, int count, long seed) {
    Random random = new Random(seed);
    Map<PictureException.Kind, Integer> refused = new EnumMap<>(PictureException.Kind.class);
    int read = 0;
    long before = Pointer.physicalBytes();
    for (int i = 0; i < count; i++) {
      byte[] file = structure.maker.apply(random);
      long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      try {
        Picture picture = CODEC.decode(file);
        CODEC.encode(picture.crop(0, 0, 1, 1), PictureFormat.values()[i % 5]);
        read++;
      } catch (PictureException e) {
        refused.merge(e.kind(), 1, Integer::sum);
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError("file %d of %s".formatted(i, structure), e);
      }
      long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
      assertThat(nanos).as("file %d of %s", i, structure).isLessThan(MOST_NANOS);
    }
    assertThat(read).as("%s", refused).isPositive();
    assertThat(refused).as("%d read", read).isNotEmpty();
    assertThat(Pointer.physicalBytes() - before).isLessThan(SPARE_MEMORY);
  }

  /** A number of those that programs get wrong, or one that is small. */
  private static int oddNumber(Random random) {
    int[] odd = {0, 1, 2, 8, 255, 256, 65_535, 65_536, 1 << 24, Integer.MAX_VALUE, -1, -8};
    return random.nextInt(3) > 0 ? random.nextInt(40) : odd[random.nextInt(odd.length)];
  }

  private static byte[] randomBytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] tiff(Random random) {
    int width = 1 + random.nextInt(20);
    int height = 1 + random.nextInt(20);
    TiffForge forge = TiffForge.grey(width, height, randomBytes(random, width * height));
    int[] tags = {
      254, 256, 257, 258, 259, 262, 266, 273, 274, 277, 278, 279, 282, 284, 296, 317, 318, 320, 322,
      323, 324, 325, 330, 338, 339, 347, 530, 700, 33723, 34665, 34675, 34853, 40965
    };
    for (int i = random.nextInt(5); i >= 0; i--) {
      int tag = tags[random.nextInt(tags.length)];
      boolean pointer = tag == 330 || tag > 34_000;
      int count = random.nextInt(4) > 0 ? 1 : oddNumber(random);
      int value = pointer && random.nextBoolean() ? forge.end() : oddNumber(random);
      forge.with(tag, 1 + random.nextInt(13), count, value);
    }
    int[] compressions = {1, 2, 3, 4, 5, 6, 7, 8, 32773, 32946, 34712, 50000};
    if (random.nextInt(3) == 0) {
      forge.with(259, TiffForge.SHORT, 1, compressions[random.nextInt(compressions.length)]);
    }
    return random.nextInt(4) == 0 ? forge.fileFollowedBy(oddNumber(random)) : forge.file();
  }

  private static byte[] jpegInTiff(Random random) {
    byte[] jpeg = random.nextInt(4) > 0 ? damaged(Scene.file("grey.jpg"), random) : jpeg(random);
    TiffForge forge = TiffForge.grey(Scene.WIDTH, Scene.HEIGHT, jpeg);
    forge.with(259, TiffForge.SHORT, 1, 7);
    if (random.nextInt(3) == 0) {
      int count = 1 + random.nextInt(30);
      int[] places = new int[count];
      int[] lengths = new int[count];
      Arrays.fill(places, 8);
      Arrays.fill(lengths, jpeg.length);
      forge.without(273).without(278).without(279);
      forge.with(324, TiffForge.LONG, count, forge.add(TiffForge.longs(places)));
      forge.with(325, TiffForge.LONG, count, forge.add(TiffForge.longs(lengths)));
      forge.with(322, TiffForge.LONG, 1, 16 * (1 + random.nextInt(4)));
      forge.with(323, TiffForge.LONG, 1, 16 * (1 + random.nextInt(4)));
      forge.with(256, TiffForge.LONG, 1, 1 + random.nextInt(200));
      forge.with(257, TiffForge.LONG, 1, 1 + random.nextInt(200));
    }
    return forge.file();
  }

  private static byte[] damaged(byte[] file, Random random) {
    for (int i = random.nextInt(3); i > 0; i--) {
      file[random.nextInt(file.length)] = (byte) random.nextInt();
    }
    return file;
  }

  /** Repeats, leaves out, changes and reorders whole segments. */
  private static byte[] jpeg(Random random) {
    String[] names = {"progressive.jpg", "quarter-chroma.jpg", "grey.jpg"};
    byte[] file = Scene.file(names[random.nextInt(names.length)]);
    ByteArrayOutputStream target = new ByteArrayOutputStream();
    target.write(file, 0, 2);
    int offset = 2;
    while ((file[offset + 1] & 0xff) != 0xd9) {
      int next = nextSegment(file, offset);
      byte[] segment = Arrays.copyOfRange(file, offset, next);
      int times = random.nextInt(12) > 0 ? 1 : random.nextInt(30);
      if (random.nextInt(10) == 0) {
        segment[2 + random.nextInt(Math.min(20, segment.length - 2))] = (byte) oddNumber(random);
      }
      for (int i = 0; i < times; i++) {
        target.writeBytes(segment);
      }
      offset = next;
    }
    target.write(file, offset, 2);
    return target.toByteArray();
  }

  private static int nextSegment(byte[] file, int offset) {
    int next = offset + 2 + (ByteBuffer.wrap(file).getShort(offset + 2) & 0xffff);
    while ((file[next] & 0xff) != 0xff || file[next + 1] == 0) {
      next++;
    }
    return next;
  }

  private static byte[] withSegment(String name, byte[] content) {
    byte[] jpeg = Scene.file("grey.jpg");
    byte[] head = name.getBytes(StandardCharsets.ISO_8859_1);
    ByteArrayOutputStream target = new ByteArrayOutputStream();
    target.write(jpeg, 0, 2);
    int length = 2 + head.length + content.length;
    target.writeBytes(new byte[] {-1, (byte) (name.startsWith("Exif") ? 0xe1 : 0xe2)});
    target.writeBytes(new byte[] {(byte) (length >> 8), (byte) length});
    target.writeBytes(head);
    target.writeBytes(content);
    target.write(jpeg, 2, jpeg.length - 2);
    // Now and then the pixels end too early, so that refusals are seen too.
    return content.length % 7 == 0
        ? Arrays.copyOf(target.toByteArray(), target.size() - 3)
        : target.toByteArray();
  }

  private static byte[] exif(Random random) {
    byte[] block = tiff(random);
    return damaged(Arrays.copyOf(block, Math.min(block.length, 60_000)), random);
  }

  private static byte[] profile(Random random) {
    byte[] profile =
        CODEC.decode(Scene.file("described.png")).metadata().iccProfile().orElseThrow();
    ByteBuffer buffer = ByteBuffer.wrap(profile);
    int tag = 132 + 12 * random.nextInt(4);
    buffer.put(tag, (random.nextBoolean() ? "cicp" : "desc").getBytes(StandardCharsets.US_ASCII));
    buffer.putInt(tag + 4, random.nextBoolean() ? oddNumber(random) : profile.length - 9);
    if (random.nextInt(3) == 0) {
      buffer.putInt(random.nextBoolean() ? 0 : 128, oddNumber(random));
    }
    return Arrays.copyOf(profile, profile.length + random.nextInt(30) - 9);
  }

  private static byte[] png(Random random) {
    String[] files = {"grey-8.png", "rgb-16.png", "palette-8.png", "grey-alpha-8.png"};
    String[] names = {
      "tRNS", "iCCP", "eXIf", "cICP", "gAMA", "cHRM", "sRGB", "pHYs", "tEXt", "zTXt", "PLTE",
      "acTL", "IHDR", "bKGD", "sBIT"
    };
    byte[] file = Scene.file(files[random.nextInt(files.length)]);
    for (int i = random.nextInt(4); i >= 0; i--) {
      String name = names[random.nextInt(names.length)];
      byte[] content =
          switch (random.nextInt(4)) {
            case 0 -> PngChunks.deflatedZeros(random.nextInt(100_000));
            case 1 ->
                "Raw profile type exif\0\nexif\n  4\n4d4d002a".getBytes(StandardCharsets.US_ASCII);
            case 2 -> tiff(random);
            default -> randomBytes(random, random.nextInt(40));
          };
      int place = random.nextBoolean() ? 33 : file.length - 12;
      file = PngChunks.insert(file, place, name, content);
    }
    return file;
  }

  private static byte[] bitmap(Random random) {
    String[] files = {"rgb.bmp", "palette.bmp", "run-lengths.bmp", "rgba.bmp", "fault-os2.bmp"};
    byte[] file = Scene.file(files[random.nextInt(files.length)]);
    ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int[] places = {10, 14, 18, 22, 28, 30, 46, 54, 58, 62, 66};
    for (int i = random.nextInt(3); i >= 0; i--) {
      int place = places[random.nextInt(places.length)];
      if (place == 28) {
        buffer.putShort(place, (short) oddNumber(random));
      } else {
        buffer.putInt(place, oddNumber(random));
      }
    }
    return damaged(file, random);
  }
}
