package io.github.dcpt4j.exporter.symbolic;

/**
 * The size of one image's feature map.
 *
 * @param channels channels
 * @param height rows
 * @param width columns
 */
public record Extent(int channels, int height, int width) {

  long size() {
    return (long) channels * height * width;
  }
}
