/**
 * The operations that networks are made of.
 *
 * <p>{@link io.github.dcpt4j.exporter.ops.Ops} is the interface of all back ends; networks are
 * written against it once. What a layer is (sizes, parameters, initial values) is a record of this
 * package. Back ends are {@code symbolic} (shapes and cost), {@code reference} (the definition, in
 * double precision), {@code onnx.ops} (graphs) and the trainer's on DJL.
 */
package io.github.dcpt4j.exporter.ops;
