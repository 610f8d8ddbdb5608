/**
 * Native libraries: those of ONNX Runtime are unpacked once into the place for caches ({@link
 * io.github.dcpt4j.sdk.runtime.natives.OnnxNatives}); CUDA's are found, unpacked where a jar has
 * them, and loaded in their order ({@link io.github.dcpt4j.sdk.runtime.natives.CudaLibraries}).
 */
package io.github.dcpt4j.sdk.runtime.natives;
