package io.github.dcpt4j.exporter.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dcpt4j.exporter.weights.CheckpointException;
import java.util.Optional;

/** Networks that share their names of tensors. */
interface NetworkFamily {

  /**
   * What the shapes tell of a network of this family.
   *
   * @param given what somebody says of the network
   * @return empty if it is of another family
   * @throws CheckpointException if the names are this family's, but not the shapes, or if it is one
   *     of its networks that cannot be used here
   */
  Optional<NetworkTraits> traits(Shapes shapes, ObjectNode given);

  /**
   * A factor that, times the channels and rounded down, gives all of these hidden channels: the
   * roundest that there is.
   *
   * @param channels channels of blocks, at least one
   * @param hidden hidden channels of the same blocks
   * @param usual the factor to take if it fits
   */
  static double factor(int[] channels, int[] hidden, double usual) {
    if (fits(channels, hidden, usual)) {
      return usual;
    }
    for (int digits = 1; digits <= 1000; digits *= 10) {
      double nearest = Math.ceil((double) hidden[0] / channels[0] * digits) / digits;
      if (fits(channels, hidden, nearest)) {
        return nearest;
      }
    }
    return (hidden[0] + 0.5) / channels[0];
  }

  private static boolean fits(int[] channels, int[] hidden, double factor) {
    for (int i = 0; i < channels.length; i++) {
      if ((int) (channels[i] * factor) != hidden[i]) {
        return false;
      }
    }
    return true;
  }
}
