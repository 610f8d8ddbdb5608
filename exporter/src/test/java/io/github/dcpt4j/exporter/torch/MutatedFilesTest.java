package io.github.dcpt4j.exporter.torch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.checkpoint.OriginalNames;
import io.github.dcpt4j.exporter.checkpoint.WeightsFile;
import io.github.dcpt4j.exporter.network.DegradationClassifier;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.nafnet.NafNet;
import io.github.dcpt4j.exporter.safetensors.SafeTensors;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.exporter.weights.CheckpointException;
import io.github.dcpt4j.exporter.weights.Weights;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Files with something wrong in them, made from good ones: whatever it is, a file is read or
 * refused with one line, and costs no more than its size allows.
 */
class MutatedFilesTest {

  private static final long FACTOR = 96;
  private static final long SPARE = 2 << 20;
  private static final int MAXIMUM_CHANGES = 4;
  private static final int LONGEST_PART = 24;

  // Instructions of pickles, ends of the ranges of types, and what separates things.
  private static final byte[] TELLING =
      ("(.0NKJMXUcRQ}]()tesuabhqrijBTCG\u0080\u0081\u0085\u0086\u0087\u0088\u0089\u008a\u008b\u008c"
              + "\u008d\u008e\u008f\u0090\u0091\u0092\u0093\u0094\u0095\u00ff\u007f\u0000\u0001\n"
              + "{}[],:\"0123456789-/")
          .getBytes(StandardCharsets.ISO_8859_1);

  private static Path folder;

  /** What a file holds, and how to show it. */
  record Content(byte[] bytes) {

    @Override
    public String toString() {
      return HexFormat.of().formatHex(bytes);
    }
  }

  @BeforeContainer
  static void prepare() throws IOException {
    folder = Files.createTempDirectory("dcpt4j-mutated");
    // Classes are loaded now, and not while it is measured what a file costs.
    for (byte[] good : goodFiles()) {
      refusal(Files.write(folder.resolve("x"), good));
    }
    refusal(Files.write(folder.resolve("x"), new byte[] {'P', 'K'}));
  }

  @AfterContainer
  static void removeFolder() throws IOException {
    Files.deleteIfExists(folder.resolve("x"));
    Files.delete(folder);
  }

  @Property(
      tries = 6_000,
      generation = GenerationMode.RANDOMIZED,
      edgeCases = EdgeCasesMode.NONE,
      shrinking = ShrinkingMode.OFF)
  void fileIsReadOrRefusedInOneLineAndAtABoundedCost(@ForAll("mutated") Content file)
      throws IOException {
    check(file);
  }

  @Tag("slow")
  @Property(
      tries = 120_000,
      generation = GenerationMode.RANDOMIZED,
      edgeCases = EdgeCasesMode.NONE,
      shrinking = ShrinkingMode.OFF)
  void manyMoreFilesAreReadOrRefused(@ForAll("mutated") Content file) throws IOException {
    check(file);
  }

  private static void check(Content content) throws IOException {
    Path file = Files.write(folder.resolve("x"), content.bytes());
    List<String> refusals = new ArrayList<>();
    long allocated = Allocation.of(() -> refusal(file).ifPresent(refusals::add));
    assertThat(allocated).isLessThan(FACTOR * content.bytes().length + SPARE);
    if (refusals.isEmpty()) {
      // What was read may still be no network.
      refusal(() -> Checkpoint.read(file)).ifPresent(refusals::add);
    }
    for (String line : refusals) {
      assertThat(line).startsWith(file.toString()).doesNotContain("\n");
    }
  }

  private static Optional<String> refusal(Path file) {
    return refusal(() -> WeightsFile.read(file));
  }

  private static Optional<String> refusal(Runnable reading) {
    try {
      reading.run();
      return Optional.empty();
    } catch (CheckpointException e) {
      return Optional.of(e.getMessage());
    }
  }

  @Provide
  Arbitrary<Content> mutated() throws IOException {
    List<byte[]> good = goodFiles();
    return Arbitraries.randomValue(
        random -> {
          byte[] content = good.get(random.nextInt(good.size()));
          int changes = 1 + random.nextInt(MAXIMUM_CHANGES);
          for (int i = 0; i < changes && content.length > 0; i++) {
            content = changed(content, random);
          }
          // What is wrong inside of an archive shows only if its checksums are right.
          return new Content(
              random.nextBoolean() ? content : TorchSamples.archive(content).bytes());
        });
  }

  private static List<byte[]> goodFiles() throws IOException {
    NafNet network = new NafNet(1, List.of(1), 0, List.of(1));
    ModelDefinition model =
        ModelDefinition.of(
            network, DegradationClassifier.fitting(network, 0, 2), List.of("rain", "noise"));
    Checkpoint checkpoint =
        new Checkpoint(
            model,
            Weights.initial(ModelSummary.of(model).parameters(), new SplittableRandom(1)),
            Map.of("data", "none"));
    return List.of(
        TorchSamples.zip(),
        TorchSamples.stream(),
        TorchSamples.pickle(),
        written(new SafeTensors(Map.of("note", "x"), new Weights(TorchSamples.CONTENT))::write),
        written(OriginalNames.of(checkpoint)::write),
        written(checkpoint::write));
  }

  private static byte[] written(Consumer<Path> content) throws IOException {
    Path file = Files.createTempFile("dcpt4j", ".safetensors");
    try {
      content.accept(file);
      return Files.readAllBytes(file);
    } finally {
      Files.delete(file);
    }
  }

  private static byte[] changed(byte[] file, Random random) {
    int place = random.nextInt(file.length);
    int end = Math.min(file.length, place + 1 + random.nextInt(LONGEST_PART));
    byte[] telling = {TELLING[random.nextInt(TELLING.length)]};
    return switch (random.nextInt(7)) {
      case 0 -> spliced(file, place, place + 1, (byte) (file[place] ^ 1 << random.nextInt(8)));
      case 1 -> spliced(file, place, place + 1, telling);
      case 2 -> spliced(file, place, place, telling);
      case 3 -> Arrays.copyOf(file, place);
      case 4 -> spliced(file, place, end);
      case 5 -> {
        int target = random.nextInt(file.length);
        yield spliced(file, target, target, Arrays.copyOfRange(file, place, end));
      }
      default -> {
        // A length, an offset or a count at the end of its range.
        byte[] extreme = new byte[1 << 1 + random.nextInt(3)];
        Arrays.fill(extreme, (byte) (random.nextInt(3) - 1));
        extreme[extreme.length - 1] &= random.nextBoolean() ? 0x7f : -1;
        yield spliced(file, place, Math.min(file.length, place + extreme.length), extreme);
      }
    };
  }

  /** Puts something in place of a part. */
  private static byte[] spliced(byte[] file, int from, int to, byte... between) {
    ByteArrayOutputStream changed = new ByteArrayOutputStream();
    changed.write(file, 0, from);
    changed.writeBytes(between);
    changed.write(file, to, file.length - to);
    return changed.toByteArray();
  }
}
