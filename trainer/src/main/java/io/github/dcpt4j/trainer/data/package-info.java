/** Training batches: photographs, pairs, patches, and loading ahead. */
package io.github.dcpt4j.trainer.data;
