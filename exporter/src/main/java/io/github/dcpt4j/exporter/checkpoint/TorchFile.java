package io.github.dcpt4j.exporter.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the weights in a PyTorch file and takes them out. */
final class TorchFile {

  /** Where training programs put the weights, the best first. */
  private static final List<String> ENTRIES = List.of("params_ema", "params", "state_dict");

  /** Views may repeat values: all together, a tensor's values may not outgrow the file. */
  private static final long SPARE_VALUES = 1 << 16;

  private final TorchContainer container;
  private final long fileSize;

  TorchFile(TorchContainer container, long fileSize) {
    this.container = container;
    this.fileSize = fileSize;
  }

  /**
   * Reads the weights; whatever else there is, is stepped over.
   *
   * @param entry the dictionary to take, if not the best that there is
   * @throws CheckpointException without the file's name, if there are none
   */
  Weights read(Optional<String> entry) throws IOException {
    Map<?, ?> dictionary = weights(container.root(), entry);
    Map<TorchStorage, List<String>> looks = new LinkedHashMap<>();
    Map<String, TorchTensor> described = new LinkedHashMap<>();
    long room = fileSize + SPARE_VALUES;
    for (Map.Entry<?, ?> item : dictionary.entrySet()) {
      if (item.getValue() instanceof TorchTensor tensor) {
        String name = (String) item.getKey();
        if (!StoredTensor.WORD.matcher(name).matches()) {
          throw new CheckpointException(
              "the name of a tensor is empty, too long or has control characters");
        }
        if (tensor.size() > room || tensor.size() > StoredTensor.MAXIMUM_BYTES / Float.BYTES) {
          throw new CheckpointException(
              "tensor '%s' has far more values than the file".formatted(name));
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
                      "it has no weights under '%s', but under %s"
                          .formatted(entry.get(), present(dictionary))));
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
          "it holds no weights under %s%s"
              .formatted(
                  String.join(", ", ENTRIES),
                  others.isEmpty() ? "" : ": choose one with --weights from " + others));
    }
    return root;
  }

  private static List<String> present(Map<?, ?> root) {
    return root.entrySet().stream()
        .filter(item -> item.getValue() instanceof Map)
        .map(item -> (String) item.getKey())
        .filter(StoredTensor.WORD.asMatchPredicate())
        .limit(10)
        .toList();
  }
}
