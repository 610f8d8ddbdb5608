package io.github.dcpt4j.exporter.torch;

import io.github.dcpt4j.exporter.weights.CheckpointException;
import io.github.dcpt4j.exporter.weights.StoredType;
import java.util.Optional;

/**
 * A run of values in a PyTorch file, which several tensors may look into.
 *
 * @param key its name in the file
 * @param type what it holds; empty for plain bytes
 * @param count how many values, or bytes, it holds; not negative
 */
record TorchStorage(String key, Optional<StoredType> type, long count) {

  private static final String KIND = "storage";
  private static final int WITHOUT_VIEW = 5;
  private static final int WITH_VIEW = 6;

  /** What stands for the class of a storage. */
  record Kind(Optional<StoredType> type) {}

  /**
   * Takes the tuple that PyTorch puts in a storage's place: the word "storage", class, key, device,
   * number of values; in the older form of the file also which part of another storage it is.
   */
  static TorchStorage of(Object identifier) {
    if (identifier instanceof Object[] parts
        && (parts.length == WITHOUT_VIEW || parts.length == WITH_VIEW)
        && KIND.equals(parts[0])
        && parts[1] instanceof Kind kind
        && parts[2] instanceof String key
        && TorchTensor.isNatural(parts[4])) {
      if (parts.length == WITH_VIEW && parts[5] != null) {
        throw new CheckpointException(
            "it holds storages within storages, as PyTorch wrote them before version 0.4: save it"
                + " again with a newer one");
      }
      return new TorchStorage(key, kind.type(), ((Number) parts[4]).longValue());
    }
    throw new CheckpointException("it has a storage of an unknown form");
  }

  /** Its size in bytes; Long.MAX_VALUE stands for all that is beyond counting. */
  long bytes() {
    int each = type.map(StoredType::bytes).orElse(1);
    return count > Long.MAX_VALUE / each ? Long.MAX_VALUE : count * each;
  }
}
