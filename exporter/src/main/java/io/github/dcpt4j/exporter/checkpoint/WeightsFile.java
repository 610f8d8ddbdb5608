package io.github.dcpt4j.exporter.checkpoint;

import io.github.dcpt4j.exporter.safetensors.SafeTensors;
import io.github.dcpt4j.exporter.torch.TorchFile;
import io.github.dcpt4j.exporter.weights.CheckpointException;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import io.github.dcpt4j.sdk.text.Text;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The weights of a safetensors or PyTorch file.
 *
 * @param file the file
 * @param metadata free strings of a safetensors file; empty for others
 * @param weights its tensors, as floats; a prefix that a training program put before all names is
 *     taken off
 */
public record WeightsFile(Path file, Map<String, String> metadata, Weights weights) {

  /** Names under which training programs keep a network. */
  private static final List<String> PREFIXES = List.of("module.", "net.", "net_g.");

  /** Keeps an immutable copy of the metadata. */
  public WeightsFile {
    metadata = Map.copyOf(metadata);
  }

  /**
   * Reads a file of any known format, which its content shows. Of a PyTorch file the dictionary
   * under {@code params_ema}, {@code params} or {@code state_dict} is taken, the first that there
   * is, else the file's tensors themselves. Nothing in a file is ever run, and the memory taken is
   * bounded by the file's size, not by what the file claims.
   *
   * @throws CheckpointException if the file has another format, is damaged, or has something in it
   *     that weights have no need of
   */
  public static WeightsFile read(Path file) {
    return read(file, Optional.empty());
  }

  /**
   * Reads the weights under one name of a PyTorch file, such as {@code params}.
   *
   * @throws CheckpointException as {@link #read(Path)}, or if there are none of that name
   */
  public static WeightsFile read(Path file, String entry) {
    return read(file, Optional.of(entry));
  }

  private static WeightsFile read(Path file, Optional<String> entry) {
    WeightsFormat format =
        WeightsFormat.of(file)
            .orElseThrow(
                () ->
                    new CheckpointException(
                        Text.of(
                            "%s is neither a safetensors nor a PyTorch file, or is damaged",
                            file)));
    if (format == WeightsFormat.SAFETENSORS) {
      if (entry.isPresent()) {
        throw new CheckpointException(
            Text.of(
                "%s is a safetensors file, which holds one set of weights without a name", file),
            CheckpointException.Need.NO_WEIGHTS_NAME);
      }
      SafeTensors stored = SafeTensors.read(file);
      return new WeightsFile(file, stored.metadata(), unwrapped(stored.weights()));
    }
    return new WeightsFile(file, Map.of(), unwrapped(TorchFile.read(file, entry)));
  }

  private static Weights unwrapped(Weights weights) {
    Map<String, Tensor> tensors = weights.asMap();
    for (String prefix : PREFIXES) {
      if (!tensors.isEmpty()
          && tensors.keySet().stream()
              .allMatch(name -> name.length() > prefix.length() && name.startsWith(prefix))) {
        Map<String, Tensor> shorter = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> shorter.put(name.substring(prefix.length()), tensor));
        return unwrapped(new Weights(shorter));
      }
    }
    return weights;
  }
}
