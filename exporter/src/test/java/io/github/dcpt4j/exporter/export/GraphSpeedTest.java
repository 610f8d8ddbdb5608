package io.github.dcpt4j.exporter.export;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.dcpt4j.exporter.ReferenceVectors;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.onnx.Closeness;
import io.github.dcpt4j.exporter.onnx.Noise;
import io.github.dcpt4j.exporter.onnx.OnnxFile;
import io.github.dcpt4j.exporter.onnx.OrtRunner;
import io.github.dcpt4j.exporter.safetensors.SafeTensors;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.sdk.card.Head;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How fast our graphs are beside those that PyTorch's exporter wrote of the same networks with the
 * same weights, in ONNX Runtime on the CPU. Requires that they agree, and prints the times and
 * their ratio:
 *
 * <pre>mvn -Pslow -pl exporter -am verify -Dtest=GraphSpeedTest</pre>
 */
@Tag("slow")
class GraphSpeedTest {

  private static final int WARM_UP = 3;
  private static final int ROUNDS = 25;
  private static final int LARGE = 256;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"nafnet_small", "restormer_small", "restormer_withbias", "swinir_small"})
  void our_graph_beside_theirs(String name) throws Exception {
    Tensor stored =
        SafeTensors.read(ReferenceVectors.sharedFile("onnx/" + name + "_io.safetensors"))
            .weights()
            .get("input");
    ReferenceVectors vectors = ReferenceVectors.shared(name + ".safetensors");
    Checkpoint checkpoint =
        name.startsWith("swinir") ? Checkpoints.ofSwinIr(vectors) : Checkpoints.of(vectors);
    Path file = folder.resolve("ours.onnx");
    ExportOptions restoration = new ExportOptions("ours", Set.of(Head.RESTORATION));
    new OnnxFile(new OnnxExporter().graph(checkpoint, restoration), Map.of()).write(file);

    try (Candidate ours = new Candidate(file);
        Candidate theirs = new Candidate(ReferenceVectors.sharedFile("onnx/" + name + ".onnx"))) {
      compare(name, ours, theirs, firstImage(stored));
      compare(name, ours, theirs, Noise.of(1, 1, 3, LARGE, LARGE));
    }
  }

  /** Their SwinIR gives right pixels for one image at a time only. */
  private static Tensor firstImage(Tensor batch) {
    List<Integer> shape = new ArrayList<>(batch.shape());
    int size = batch.data().length / shape.set(0, 1);
    return new Tensor(shape, Arrays.copyOf(batch.data(), size));
  }

  /** Takes turns, so that whatever else the machine does slows both. */
  private static void compare(String name, Candidate ours, Candidate theirs, Tensor input)
      throws OrtException {
    Closeness.requireClose(ours.run(input), theirs.run(input));
    long[] ourTimes = new long[ROUNDS];
    long[] theirTimes = new long[ROUNDS];
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      long ourTime = ours.nanos(input);
      long theirTime = theirs.nanos(input);
      if (round >= 0) {
        ourTimes[round] = ourTime;
        theirTimes[round] = theirTime;
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%-20s %-18s ours %8.2f ms, theirs %8.2f ms, ratio %.3f%n",
        name,
        input.shape(),
        fastest(ourTimes) / 1e6,
        fastest(theirTimes) / 1e6,
        fastest(ourTimes) / fastest(theirTimes));
  }

  /** What was disturbed least. */
  private static double fastest(long[] times) {
    return Arrays.stream(times).min().orElseThrow();
  }

  /** A graph with one input and one output. */
  private static final class Candidate implements AutoCloseable {

    private final OrtEnvironment environment = OrtRunner.environment();
    private final OrtSession session;
    private final String inputName;

    Candidate(Path file) throws OrtException {
      session = environment.createSession(file.toString());
      inputName = session.getInputNames().iterator().next();
    }

    long nanos(Tensor input) throws OrtException {
      try (OnnxTensor tensor = onnx(input)) {
        long start = System.nanoTime();
        session.run(Map.of(inputName, tensor)).close();
        return System.nanoTime() - start;
      }
    }

    Tensor run(Tensor input) throws OrtException {
      try (OnnxTensor tensor = onnx(input);
          OrtSession.Result result = session.run(Map.of(inputName, tensor))) {
        FloatBuffer values = ((OnnxTensor) result.get(0)).getFloatBuffer();
        float[] data = new float[values.remaining()];
        values.get(data);
        return new Tensor(input.shape(), data);
      }
    }

    private OnnxTensor onnx(Tensor tensor) throws OrtException {
      long[] shape = tensor.shape().stream().mapToLong(size -> size).toArray();
      return OnnxTensor.createTensor(environment, FloatBuffer.wrap(tensor.data()), shape);
    }

    @Override
    public void close() throws OrtException {
      session.close();
    }
  }
}
