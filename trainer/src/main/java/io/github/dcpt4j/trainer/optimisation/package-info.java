/** Losses, optimisers and learning-rate schedules, with PyTorch's arithmetic. */
package io.github.dcpt4j.trainer.optimisation;
