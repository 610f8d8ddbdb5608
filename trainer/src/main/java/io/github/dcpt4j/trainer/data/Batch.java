package io.github.dcpt4j.trainer.data;

/**
 * Patches to train on.
 *
 * @param size number of patches N
 * @param height rows of a patch H
 * @param width columns of a patch W
 * @param input degraded patches, [N, H, W, 3] RGB, 0..1 but for unclipped noise
 * @param target clean patches, likewise
 * @param labels index of each patch's degradation, [N]
 */
public record Batch(int size, int height, int width, float[] input, float[] target, int[] labels) {}
