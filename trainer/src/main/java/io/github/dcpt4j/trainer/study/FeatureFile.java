package io.github.dcpt4j.trainer.study;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.dcpt4j.sdk.text.Text;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The features of many pictures, in a temporary file that closing removes: a decoder stage at the
 * image's size has millions of values, more than memory holds of hundreds of pictures.
 */
final class FeatureFile implements AutoCloseable {

  /** Values of each picture that are in memory together. */
  private static final int BLOCK = 1 << 14;

  private final FileChannel channel;
  private int pictures;
  private int length;

  private FeatureFile(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Makes an empty one in the system's folder for temporary files.
   *
   * @throws StudyException if it cannot be made there
   */
  static FeatureFile create() {
    try {
      Path file = Files.createTempFile("dcpt-features", ".bin");
      return new FeatureFile(
          FileChannel.open(
              file,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE));
    } catch (IOException e) {
      throw StudyException.noRoom(e);
    }
  }

  /**
   * Adds the features of the next picture.
   *
   * @throws IllegalArgumentException if there are more or fewer than of the pictures before
   * @throws StudyException if there is no room for them
   */
  void add(float[] features) {
    if (pictures > 0 && features.length != length) {
      throw new IllegalArgumentException(
          Text.of("%d features after pictures with %d", features.length, length));
    }
    length = features.length;
    ByteBuffer bytes = buffer(length);
    bytes.asFloatBuffer().put(features);
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw StudyException.noRoom(e);
    }
    pictures++;
  }

  /** Number of values of a picture. */
  int length() {
    return length;
  }

  /**
   * The inner products of all pairs of pictures, [pictures, pictures]. All distances follow from
   * them.
   *
   * @param manager on the device that computes
   */
  double[][] innerProducts(NDManager manager) {
    double[][] sums = new double[pictures][pictures];
    for (int start = 0; start < length; start += BLOCK) {
      int width = Math.min(BLOCK, length - start);
      try (NDManager own = manager.newSubManager()) {
        NDArray block = own.create(read(start, width), new Shape(pictures, width));
        float[] products = block.matMul(block.transpose()).toFloatArray();
        for (int i = 0; i < products.length; i++) {
          sums[i / pictures][i % pictures] += products[i];
        }
      }
    }
    return sums;
  }

  private float[] read(int start, int width) {
    float[] values = new float[pictures * width];
    ByteBuffer bytes = buffer(width);
    for (int picture = 0; picture < pictures; picture++) {
      long position = Float.BYTES * ((long) picture * length + start);
      readFully(bytes.clear(), position);
      bytes.flip().asFloatBuffer().get(values, picture * width, width);
    }
    return values;
  }

  private void readFully(ByteBuffer bytes, long start) {
    try {
      while (bytes.hasRemaining()) {
        if (channel.read(bytes, start + bytes.position()) < 0) {
          throw new EOFException("the file of features was cut off");
        }
      }
    } catch (IOException e) {
      throw StudyException.noRoom(e);
    }
  }

  private static ByteBuffer buffer(int floats) {
    return ByteBuffer.allocate(Math.multiplyExact(Float.BYTES, floats))
        .order(ByteOrder.nativeOrder());
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw StudyException.noRoom(e);
    }
  }
}
