/** Logs of scalars that TensorBoard reads. */
package io.github.dcpt4j.trainer.events;
