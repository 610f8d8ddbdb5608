package io.github.dcpt4j.exporter.torch;

import io.github.dcpt4j.exporter.weights.CheckpointException;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.TensorLimits;
import io.github.dcpt4j.exporter.weights.Weights;
import io.github.dcpt4j.sdk.text.Text;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the weights in a PyTorch file and takes them out. Nothing in the file is ever run. */
public final class TorchFile {

  /** Where training programs put the weights, the best first. */
  private static final List<String> ENTRIES = List.of("params_ema", "params", "state_dict");

  /** Views may repeat values: all together, a tensor's values may not outgrow the file. */
  private static final long SPARE_VALUES = 1 << 16;

  private final TorchContainer container;
  private final long fileSize;

  private TorchFile(TorchContainer container, long fileSize) {
    this.container = container;
    this.fileSize = fileSize;
  }

  /**
   * Reads the weights of a file and skips everything else. The memory needed is bounded by the
   * file's size, not by what the file claims.
   *
   * @param entry name of the dictionary to take; if absent, {@code params_ema}, {@code params} or
   *     {@code state_dict}, the first that exists, else the tensors of the file's root
   * @throws CheckpointException if the file cannot be read, is damaged, contains something that
   *     weights have no need of, or has no weights there
   */
  public static Weights read(Path file, Optional<String> entry) {
    try (TorchContainer container = isZip(file) ? new TorchZip(file) : new TorchStream(file)) {
      return new TorchFile(container, Files.size(file)).read(entry);
    } catch (CheckpointException e) {
      throw new CheckpointException(
          Text.of("%s cannot be read as a PyTorch file: %s", file, e.getMessage()), e);
    } catch (IOException e) {
      throw CheckpointException.unreadable(file, e);
    }
  }

  private static boolean isZip(Path file) throws IOException {
    try (InputStream stream = Files.newInputStream(file)) {
      return stream.read() == 'P';
    }
  }

  private Weights read(Optional<String> entry) throws IOException {
    Map<?, ?> dictionary = weights(container.root(), entry);
    Map<TorchStorage, List<String>> looks = new LinkedHashMap<>();
    Map<String, TorchTensor> described = new LinkedHashMap<>();
    long room = fileSize + SPARE_VALUES;
    for (Map.Entry<?, ?> item : dictionary.entrySet()) {
      if (item.getValue() instanceof TorchTensor tensor) {
        String name = (String) item.getKey();
        if (!TensorLimits.isName(name)) {
          throw new CheckpointException(
              "the name of a tensor is empty, too long or has control characters");
        }
        if (tensor.size() > room || tensor.size() > TensorLimits.MAXIMUM_BYTES / Float.BYTES) {
          throw new CheckpointException(
              Text.of("tensor '%s' has far more values than the file", name));
        }
        room -= tensor.size();
        described.put(name, tensor);
        looks.computeIfAbsent(tensor.storage(), storage -> new ArrayList<>()).add(name);
      }
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    // Each storage is read once; the file's order is kept.
    described.keySet().forEach(name -> tensors.put(name, null));
    for (Map.Entry<TorchStorage, List<String>> look : looks.entrySet()) {
      ByteBuffer raw = container.read(look.getKey());
      look.getValue().forEach(name -> tensors.put(name, described.get(name).read(raw)));
    }
    return new Weights(tensors);
  }

  private static Map<?, ?> weights(Object root, Optional<String> entry) {
    if (!(root instanceof Map<?, ?> dictionary)) {
      throw new CheckpointException("it holds no dictionary of weights");
    }
    if (entry.isPresent()) {
      return under(dictionary, entry.get())
          .orElseThrow(
              () ->
                  new CheckpointException(
                      Text.of(
                          "it has no weights under '%s', but under %s",
                          entry.get(), present(dictionary)),
                      CheckpointException.Need.WEIGHTS_NAME));
    }
    return ENTRIES.stream()
        .flatMap(known -> under(dictionary, known).stream())
        .findFirst()
        .orElseGet(() -> requireTensors(dictionary));
  }

  private static Optional<Map<?, ?>> under(Map<?, ?> root, String entry) {
    return root.get(entry) instanceof Map<?, ?> weights ? Optional.of(weights) : Optional.empty();
  }

  private static Map<?, ?> requireTensors(Map<?, ?> root) {
    if (root.values().stream().noneMatch(TorchTensor.class::isInstance)) {
      List<String> others = present(root);
      throw new CheckpointException(
          Text.of(
              "it holds no weights under %s%s",
              String.join(", ", ENTRIES), others.isEmpty() ? "" : ", but under " + others),
          CheckpointException.Need.WEIGHTS_NAME);
    }
    return root;
  }

  private static List<String> present(Map<?, ?> root) {
    return root.entrySet().stream()
        .filter(item -> item.getValue() instanceof Map)
        .map(item -> (String) item.getKey())
        .filter(TensorLimits::isName)
        .limit(10)
        .toList();
  }
}
