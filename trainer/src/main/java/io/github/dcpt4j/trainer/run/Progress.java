package io.github.dcpt4j.trainer.run;

import io.github.dcpt4j.trainer.measures.Measures;

/**
 * How a run is going: means over the last stretch of iterations.
 *
 * @param iteration finished steps
 * @param measures losses and what else the procedure measures
 * @param secondsPerStep wall-clock time of a step, waiting included
 * @param waitingShare share of that time in which the step waited for its batch
 */
public record Progress(
    long iteration, Measures measures, double secondsPerStep, double waitingShare) {}
