package io.github.dcpt4j.trainer.run;

/**
 * Where a run takes its weights from.
 *
 * @param checkpoint a model of the same network
 * @param newClassifier whether the classifier begins with fresh weights, whatever the checkpoint
 *     holds; else it is the checkpoint's
 */
public record Start(PinnedFile checkpoint, boolean newClassifier) {}
