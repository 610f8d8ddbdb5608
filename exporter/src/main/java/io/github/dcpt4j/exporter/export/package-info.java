/** From a checkpoint to a verified, self-describing ONNX file. */
package io.github.dcpt4j.exporter.export;
