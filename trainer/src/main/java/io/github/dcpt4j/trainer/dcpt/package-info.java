/** The procedures of degradation classification pre-training. */
package io.github.dcpt4j.trainer.dcpt;
