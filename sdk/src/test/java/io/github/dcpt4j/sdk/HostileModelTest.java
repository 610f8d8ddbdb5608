package io.github.dcpt4j.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dcpt4j.sdk.card.Head;
import io.github.dcpt4j.sdk.card.ModelCard;
import io.github.dcpt4j.sdk.card.Tiling;
import io.github.dcpt4j.sdk.error.DcptException;
import io.github.dcpt4j.sdk.error.MemoryException;
import io.github.dcpt4j.sdk.error.ModelException;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.runtime.Device;
import io.github.dcpt4j.sdk.runtime.TinyModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models made to do harm, or damaged, give declared exceptions and never end the process. */
class HostileModelTest {
  private static final RestorerOptions CPU =
      RestorerOptions.builder().device(Device.CPU).threads(1).build();
  private static final List<String> LABELS = List.of("reddish", "greenish", "bluish");
  private static final Picture PICTURE = Picture.ofBytes(5, 3, new byte[45]);

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "<html></html>", "\u0008\u0008", "\u0000\u0000\u0000"})
  void whatIsNoModelIsRefused(String content) {
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> Restorer.open(content.getBytes(StandardCharsets.UTF_8), CPU))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
  }

  @Test
  void aTensorOfATypeThatDoesNotExistIsRefused() {
    // Crashes ONNX Runtime 1.23.2. Field 2 of a tensor is its type, field 8 its name.
    String model = new String(Damaging.sound(), StandardCharsets.ISO_8859_1);
    byte[] damaged =
        model
            .replace("\u0010\u0001\u0042\u0004gain", "\u0010\u0064\u0042\u0004gain")
            .getBytes(StandardCharsets.ISO_8859_1);
    assertThat(damaged).isNotEqualTo(Damaging.sound());
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> Restorer.open(damaged, CPU))
        .withMessageContaining("damaged");
  }

  @Test
  void aCardThatLiesAboutTheSizesIsReportedByTheFirstPicture() {
    // The graph takes multiples of 4.
    try (Restorer restorer = open(TestCards.both(LABELS, 3, 3))) {
      assertThatExceptionOfType(ModelException.class)
          .isThrownBy(() -> restorer.restore(PICTURE))
          .withMessageContaining("failed on 1 pictures of 6x3")
          .withMessageContaining("another size");
    }
  }

  @Test
  void aCardWithTheLargestSizesDoesNotExhaustTheMemory() {
    ModelCard card =
        TestCards.with(
            TestCards.both(LABELS, 1024, 4096),
            Tiling.tiled(Tiling.LARGEST_OVERLAP).withBytesPerPixel(Tiling.MOST_BYTES_PER_PIXEL));
    try (Restorer restorer = open(card)) {
      assertThatExceptionOfType(MemoryException.class)
          .isThrownBy(() -> restorer.restore(PICTURE))
          .withMessageContaining("memory budget");
    }
  }

  @Test
  void damagedModelsGiveDeclaredExceptions() throws Exception {
    assertThat(tryDamaged(300)).endsWith("300 damaged models");
  }

  @Tag("slow")
  @Test
  void fiveThousandDamagedModelsGiveDeclaredExceptions() throws Exception {
    assertThat(tryDamaged(5000)).endsWith("5000 damaged models");
  }

  /** In a process of its own: a crash in native code would take the tests with it. */
  private static String tryDamaged(int count) throws IOException, InterruptedException {
    String output = ChildProcess.run(List.of("-Xmx1g"), Damaging.class, Integer.toString(count));
    System.out.println(output.lines().reduce((first, last) -> last).orElseThrow());
    return output;
  }

  private static Restorer open(ModelCard card) {
    return Restorer.open(new TinyModel().card(card.toJson()).toBytes(), CPU);
  }

  /** Opens and runs damaged forms of a model; fails at the first one that is not told properly. */
  static final class Damaging {
    private Damaging() {}

    public static void main(String[] args) {
      int count = Integer.parseInt(args[0]);
      byte[] sound = sound();
      int refused = 0;
      int failed = 0;
      for (int seed = 0; seed < count; seed++) {
        byte[] damaged = damaged(sound, new Random(seed));
        long started = System.nanoTime();
        try (Restorer restorer = Restorer.open(damaged, CPU)) {
          failed += runs(restorer) ? 0 : 1;
        } catch (DcptException e) {
          refused++;
        } catch (RuntimeException | Error e) {
          throw new IllegalStateException("seed " + seed, e);
        }
        if (System.nanoTime() - started > TimeUnit.SECONDS.toNanos(20)) {
          throw new IllegalStateException("seed " + seed + " takes too long");
        }
      }
      System.out.printf(
          "%d refused, %d failed, %d ran of %d damaged models%n",
          refused, failed, count - refused - failed, count);
    }

    private static byte[] sound() {
      return new TinyModel().card(TestCards.both(LABELS, 4, 4).toJson()).toBytes();
    }

    private static boolean runs(Restorer restorer) {
      try {
        if (restorer.card().has(Head.RESTORATION)) {
          restorer.restore(PICTURE);
        } else {
          restorer.classify(PICTURE);
        }
        return true;
      } catch (DcptException e) {
        return false;
      }
    }

    private static byte[] damaged(byte[] sound, Random random) {
      byte[] bytes = sound.clone();
      switch (random.nextInt(5)) {
        case 0 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
        case 1 -> {
          int from = random.nextInt(bytes.length);
          int to = Math.min(bytes.length, from + 1 + random.nextInt(20));
          Arrays.fill(bytes, from, to, (byte) random.nextInt(256));
        }
        case 2 -> {
          int from = random.nextInt(bytes.length);
          int length = Math.min(random.nextInt(40), bytes.length - from);
          int to = random.nextInt(bytes.length - length);
          System.arraycopy(sound, from, bytes, to, length);
        }
        default -> {
          // Mostly a single bit: more of them hardly ever leave a file that can be parsed.
          for (int i = random.nextBoolean() ? 0 : random.nextInt(4); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
          }
        }
      }
      return bytes;
    }
  }
}
