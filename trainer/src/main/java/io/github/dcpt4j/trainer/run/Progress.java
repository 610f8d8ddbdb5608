package io.github.dcpt4j.trainer.run;

/**
 * How a run is going: means over the last stretch of iterations.
 *
 * @param iteration finished steps
 * @param pixelLoss mean absolute difference, or negative PSNR in decibels
 * @param classificationLoss focal loss
 * @param accuracy share of patches whose degradation was named, NaN where none was classified
 * @param secondsPerStep wall-clock time of a step, waiting included
 * @param waitingShare share of that time in which the step waited for its batch
 */
public record Progress(
    long iteration,
    double pixelLoss,
    double classificationLoss,
    double accuracy,
    double secondsPerStep,
    double waitingShare) {}
