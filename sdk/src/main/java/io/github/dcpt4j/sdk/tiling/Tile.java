package io.github.dcpt4j.sdk.tiling;

/**
 * One tile of a {@link TilePlan}.
 *
 * @param column which one from the left, from 0
 * @param row which one from the top, from 0
 * @param x its first column of the frame
 * @param y its first row of the frame
 */
public record Tile(int column, int row, int x, int y) {}
