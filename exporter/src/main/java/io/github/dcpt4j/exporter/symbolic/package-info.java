/** Back ends that compute with shapes alone: parameters and cost of a model. */
package io.github.dcpt4j.exporter.symbolic;
