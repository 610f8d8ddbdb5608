package io.github.dcpt4j.exporter.onnx.rewrite;

import io.github.dcpt4j.exporter.onnx.Graph;

/** Turns a graph into a better one that computes the same. */
public interface Rewrite {

  /** The rewritten graph; the given one is left as it is. */
  Graph apply(Graph graph);
}
