package io.github.dcpt4j.exporter.reference;

/**
 * What the channels of each pixel have in common.
 *
 * @param mean their mean, [N, 1, H, W]
 * @param deviation sqrt(variance + epsilon) with the biased variance, [N, 1, H, W]
 */
record ChannelStatistics(ReferenceTensor mean, ReferenceTensor deviation) {

  static ChannelStatistics of(ReferenceTensor x, double epsilon) {
    ReferenceTensor mean =
        x.like(
            1,
            x.height(),
            x.width(),
            (n, only, row, column) -> {
              double sum = 0;
              for (int c = 0; c < x.channels(); c++) {
                sum += x.at(n, c, row, column);
              }
              return sum / x.channels();
            });
    ReferenceTensor deviation =
        mean.like(
            (n, only, row, column) -> {
              double sum = 0;
              for (int c = 0; c < x.channels(); c++) {
                double difference = x.at(n, c, row, column) - mean.at(n, 0, row, column);
                sum += difference * difference;
              }
              return Math.sqrt(sum / x.channels() + epsilon);
            });
    return new ChannelStatistics(mean, deviation);
  }
}
