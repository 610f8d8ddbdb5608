package io.github.dcpt4j.sdk.runtime;

import java.nio.FloatBuffer;
import java.util.Optional;

/**
 * What a model gave for a batch, as it gave it.
 *
 * @param restored values [N, 3, H, W], RGB, not limited to 0 to 1; absent if the model does not
 *     restore
 * @param logits for each picture one value per degradation; absent if the model does not classify
 */
public record ModelOutputs(Optional<FloatBuffer> restored, Optional<float[][]> logits) {}
