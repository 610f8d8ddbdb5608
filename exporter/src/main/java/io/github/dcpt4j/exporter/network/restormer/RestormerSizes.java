package io.github.dcpt4j.exporter.network.restormer;

import io.github.dcpt4j.sdk.text.Text;
import java.util.List;
import java.util.stream.Stream;

/**
 * The sizes that Restormer and PromptIR have in common.
 *
 * @param network the network's name, for messages
 * @param dim channels at full resolution, even
 * @param blocks blocks of each of the four levels, finest first; decoders have their encoder's
 * @param refinementBlocks blocks after the last decoder stage
 * @param heads attention heads of each level, finest first
 * @param expansion channels of the feed-forward layers by those of their block
 */
public record RestormerSizes(
    String network,
    int dim,
    List<Integer> blocks,
    int refinementBlocks,
    List<Integer> heads,
    double expansion) {

  /** Number of levels. */
  public static final int LEVELS = 4;

  /** What height and width of an image have to be multiples of. */
  public static final int SIZE_MULTIPLE = 1 << (LEVELS - 1);

  // Configurations come from files: what no machine could run is refused before it is unrolled.
  private static final int MAXIMUM_DIM = 4096;
  private static final int MAXIMUM_BLOCKS = 1024;
  private static final double MAXIMUM_EXPANSION = 64;

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException naming the one that is out of range
   */
  public RestormerSizes {
    blocks = List.copyOf(blocks);
    heads = List.copyOf(heads);
    if (dim < 2 || dim > MAXIMUM_DIM || dim % 2 != 0) {
      throw new IllegalArgumentException(
          Text.of("%s needs an even dim of 2 to %d, not %d", network, MAXIMUM_DIM, dim));
    }
    if (blocks.size() != LEVELS
        || Stream.concat(blocks.stream(), Stream.of(refinementBlocks))
            .anyMatch(count -> count < 0 || count > MAXIMUM_BLOCKS)) {
      throw new IllegalArgumentException(
          Text.of(
              "%s has blocks of %d levels and refinementBlocks, 0 to %d each, not %s and %d",
              network, LEVELS, MAXIMUM_BLOCKS, blocks, refinementBlocks));
    }
    if (heads.size() != LEVELS) {
      throw new IllegalArgumentException(
          Text.of("%s has heads of %d levels, not %s", network, LEVELS, heads));
    }
    for (int level = 0; level < LEVELS; level++) {
      if (heads.get(level) < 1 || (dim << level) % heads.get(level) != 0) {
        throw new IllegalArgumentException(
            Text.of(
                "the %d channels of level %d of %s do not divide into %d heads",
                dim << level, level + 1, network, heads.get(level)));
      }
    }
    // Written so that NaN is refused.
    if (!(expansion <= MAXIMUM_EXPANSION && (int) (dim * expansion) >= 1)) {
      throw new IllegalArgumentException(
          Text.of(
              "%s needs an expansion that leaves a channel, up to %.0f, not %s",
              network, MAXIMUM_EXPANSION, expansion));
    }
  }
}
