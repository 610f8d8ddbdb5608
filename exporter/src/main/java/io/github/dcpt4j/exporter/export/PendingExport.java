package io.github.dcpt4j.exporter.export;

import io.github.dcpt4j.exporter.onnx.OnnxFile;
import io.github.dcpt4j.sdk.card.ModelCard;
import io.github.dcpt4j.sdk.error.ModelException;
import io.github.dcpt4j.sdk.runtime.OnnxModel;
import io.github.dcpt4j.sdk.runtime.RuntimeOptions;
import io.github.dcpt4j.sdk.text.Text;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Map;

/**
 * A model that is written but not verified, and not at its target yet. It holds none of the weights
 * in memory. {@link #complete} verifies it and moves it to the target; closing without that removes
 * it.
 */
public final class PendingExport implements AutoCloseable {

  private final Path target;
  private final PartModel part;
  private final ModelCheck check;
  private final ModelCard unmeasured;

  private PendingExport(Path target, PartModel part, ModelCheck check, ModelCard unmeasured) {
    this.target = target;
    this.part = part;
    this.check = check;
    this.unmeasured = unmeasured;
  }

  static PendingExport write(
      OnnxFile file, long largestSingleFile, ModelCheck check, ModelCard card, Path target) {
    try {
      PartModel part = PartModel.beside(target);
      PendingExport pending = new PendingExport(target, part, check, card);
      try {
        part.write(file, largestSingleFile);
      } catch (IOException e) {
        pending.close();
        throw e;
      }
      return pending;
    } catch (IOException e) {
      throw unwritable(target, e);
    }
  }

  /**
   * Runs the model in ONNX Runtime, stores its card with the differences that were measured, runs
   * the final bytes again, and moves them to the target.
   *
   * @return the model card that the file carries
   * @throws ExportException if the result is not equal to the reference or, in a lower precision,
   *     not close enough to fp32, or if it cannot be moved
   */
  public ModelCard complete() {
    try {
      ModelCard card = measured();
      OnnxFile.addMetadata(part.model(), Map.of(ModelCard.METADATA_KEY, card.toJson()));
      requireSame(card);
      part.finish();
      return card;
    } catch (ModelException e) {
      throw new ExportException(
          Text.of("ONNX Runtime refuses the exported graph: %s", e.getMessage()), e);
    } catch (IOException e) {
      throw unwritable(target, e);
    }
  }

  private ModelCard measured() {
    try (OnnxModel written = open()) {
      return check.measured(written, unmeasured);
    }
  }

  /**
   * The card has changed the file: what counts is that the final bytes hold and do what it says.
   */
  private void requireSame(ModelCard card) {
    try (OnnxModel complete = open()) {
      check.measured(complete, unmeasured);
      String stored = complete.metadata(ModelCard.METADATA_KEY).orElse("");
      if (!ModelCard.fromJson(stored).equals(card)) {
        throw new ExportException("the model card changed on its way through the file: report it");
      }
    }
  }

  private OnnxModel open() {
    return OnnxModel.open(part.model(), RuntimeOptions.CPU, model -> unmeasured.sizeMultiple());
  }

  /** Removes what was not moved to the target. */
  @Override
  public void close() {
    try {
      part.close();
    } catch (IOException e) {
      throw unwritable(target, e);
    }
  }

  static ExportException unwritable(Path target, IOException e) {
    return new ExportException(Text.of("%s cannot be written: %s", target, reason(e)), e);
  }

  private static String reason(IOException e) {
    if (e instanceof FileSystemException failure && failure.getReason() != null) {
      return failure.getReason();
    }
    return e instanceof AccessDeniedException ? "no permission" : e.getMessage();
  }
}
