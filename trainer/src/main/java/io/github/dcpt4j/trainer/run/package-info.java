/** A training run: its folder, settings, log, checkpoints, and going on after a stop. */
package io.github.dcpt4j.trainer.run;
