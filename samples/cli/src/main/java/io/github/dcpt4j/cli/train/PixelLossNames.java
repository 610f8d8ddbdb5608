package io.github.dcpt4j.cli.train;

import io.github.dcpt4j.trainer.optimisation.PixelLoss;
import java.util.Arrays;
import java.util.Iterator;

/** The names of all pixel losses, as the option takes them. */
final class PixelLossNames implements Iterable<String> {

  @Override
  public Iterator<String> iterator() {
    return Arrays.stream(PixelLoss.values()).map(PixelLoss::id).iterator();
  }
}
