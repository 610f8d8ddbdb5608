package io.github.dcpt4j.trainer.run;

/**
 * Where a run takes its weights from.
 *
 * <p>The run's network may have blocks that the checkpoint's has not. They begin with fresh
 * weights, with which blocks of NAFNet change nothing: the deeper network begins as the checkpoint
 * is.
 *
 * @param checkpoint a model of the same network, or of one with fewer blocks
 * @param newClassifier whether the classifier begins with fresh weights, whatever the checkpoint
 *     holds; else it is the checkpoint's
 */
public record Start(PinnedFile checkpoint, boolean newClassifier) {}
