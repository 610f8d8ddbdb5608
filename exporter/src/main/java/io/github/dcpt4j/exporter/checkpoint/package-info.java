/** Weights and the files that hold them. */
package io.github.dcpt4j.exporter.checkpoint;
