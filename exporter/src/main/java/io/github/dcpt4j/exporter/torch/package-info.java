/**
 * Files of PyTorch, without PyTorch.
 *
 * <p>{@link io.github.dcpt4j.exporter.torch.TorchFile} is the only entry. A file is a container, a
 * zip archive or the older stream, of a pickle that describes tensors and of their storages. A
 * pickle is a program and the file is untrusted: {@code TorchUnpickler} accepts the instructions
 * that PyTorch writes, {@code TorchGlobals} lists all names that they may refer to, and none of
 * these runs anything. Lengths are checked before memory is taken.
 */
package io.github.dcpt4j.exporter.torch;
