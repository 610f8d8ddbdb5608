package io.github.dcpt4j.exporter.torch;

import io.github.dcpt4j.exporter.weights.CheckpointException;
import io.github.dcpt4j.exporter.weights.TensorLimits;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The form that PyTorch wrote before version 1.6, and still does on demand: five pickles one after
 * the other (a magic number, a version, facts on the machine, the content, the storages' keys),
 * then the storages in the order of their keys, each as a count of eight bytes and its values.
 */
final class TorchStream implements TorchContainer {

  private static final Number MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final int VERSION = 1001;

  private final FileChannel channel;
  private final Map<TorchStorage, Long> places = new HashMap<>();

  TorchStream(Path file) throws IOException {
    channel = FileChannel.open(file, StandardOpenOption.READ);
  }

  @Override
  public Object root() throws IOException {
    int length = (int) Math.min(channel.size(), MAXIMUM_PICKLE);
    PickleInput pickles = new PickleInput(bytes(0, length).array());
    if (!MAGIC.equals(new TorchUnpickler().read(pickles))
        || !Integer.valueOf(VERSION).equals(new TorchUnpickler().read(pickles))) {
      throw new CheckpointException("it does not begin as PyTorch's files do");
    }
    requireLittleEndian(new TorchUnpickler().read(pickles));
    TorchUnpickler unpickler = new TorchUnpickler();
    Object root = unpickler.read(pickles);
    if (!(new TorchUnpickler().read(pickles) instanceof List<?> keys)) {
      throw new CheckpointException("it does not list its storages");
    }
    locate(keys, unpickler.storages(), pickles.position());
    return root;
  }

  private static void requireLittleEndian(Object machine) {
    if (!(machine instanceof Map<?, ?> facts) || !Boolean.TRUE.equals(facts.get("little_endian"))) {
      throw new CheckpointException("it was written by a machine that is not little-endian");
    }
  }

  private void locate(List<?> keys, Map<String, TorchStorage> storages, long start)
      throws IOException {
    long position = start;
    for (Object key : keys) {
      TorchStorage storage = key instanceof String name ? storages.get(name) : null;
      if (storage == null) {
        throw new CheckpointException("it lists a storage that no tensor looks into");
      }
      if (channel.size() - position < Long.BYTES) {
        throw new CheckpointException("it is cut off");
      }
      long count = bytes(position, Long.BYTES).getLong();
      position += Long.BYTES;
      if (count != storage.count()) {
        throw new CheckpointException("a storage has another size than its description says");
      }
      if (storage.bytes() > channel.size() - position) {
        throw new CheckpointException("it is cut off");
      }
      if (places.put(storage, position) != null) {
        throw new CheckpointException("it lists a storage twice");
      }
      position += storage.bytes();
    }
  }

  @Override
  public ByteBuffer read(TorchStorage storage) throws IOException {
    Long place = places.get(storage);
    if (place == null) {
      throw new CheckpointException("the values of a storage are missing");
    }
    if (storage.bytes() > TensorLimits.MAXIMUM_BYTES) {
      throw new CheckpointException("a storage is larger than 2 GiB");
    }
    return bytes(place, (int) storage.bytes());
  }

  private ByteBuffer bytes(long position, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new IOException("it ended while it was read");
      }
    }
    return buffer.flip();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
