package io.github.dcpt4j.sdk.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.dcpt4j.sdk.error.DcptException;
import io.github.dcpt4j.sdk.error.DeviceException;
import io.github.dcpt4j.sdk.error.MemoryException;
import io.github.dcpt4j.sdk.error.ModelException;
import io.github.dcpt4j.sdk.runtime.guard.ExternalWeights;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An ONNX graph that is ready to run: input {@value #IMAGE}, float [N, C, H, W] with free N, H and
 * W; outputs {@value #RESTORED}, float [N, C', H, W], or {@value #LOGITS}, float [N, K], or both. C
 * and C' are 3 for colour pictures, {@link #inputChannels} and {@link #outputChannels} tell them. A
 * network with global pooling may have the output {@value #MEANS} too, float [N, S]: see {@link
 * #withMeans}.
 *
 * <p>Safe for use by many threads at once. Closing waits for the runs that are under way.
 */
public final class OnnxModel implements AutoCloseable {
  /** Name of the input. */
  public static final String IMAGE = "image";

  /** Name of the output that holds restored pictures. */
  public static final String RESTORED = "restored";

  /** Name of the output that holds the classifier's logits. */
  public static final String LOGITS = "degradation_logits";

  /** Name of the output that holds the means of all global poolings. */
  public static final String MEANS = "pooled_means";

  /** Name of the constant that these means are taken from, as far as it holds numbers. */
  public static final String GIVEN_MEANS = "pooled_means/given";

  static final Set<String> OUTPUTS = Set.of(RESTORED, LOGITS, MEANS);

  // ONNX Runtime has no error code for it. The arena's words, those of C++ and those of CUDA.
  private static final Pattern OUT_OF_MEMORY =
      Pattern.compile(
          "allocate memory|allocation failed|bad_alloc|out of memory|OUT_OF_MEMORY|ALLOC_FAILED");
  private static final Logger LOG = LoggerFactory.getLogger(OnnxModel.class);

  private final SessionOpener opener;
  private final OrtSession session;
  // Belongs to the session, which does not copy it.
  private final Optional<OnnxTensor> givenMeans;
  private final GraphSignature signature;
  private final Map<String, String> metadata;
  private final Device device;
  private final Optional<String> fallbackReason;
  // ONNX Runtime crashes the process when a session is closed while it runs: runs share the read
  // lock, closing takes the write lock.
  private final ReadWriteLock lifecycle = new ReentrantReadWriteLock();
  private boolean closed;

  private OnnxModel(
      SessionOpener opener,
      Optional<OnnxTensor> givenMeans,
      Device device,
      Optional<String> fallbackReason) {
    this.opener = opener;
    this.givenMeans = givenMeans;
    this.session = opener.open(device, givenMeans);
    this.device = device;
    this.fallbackReason = fallbackReason;
    try {
      signature = GraphSignature.of(session);
      metadata = Map.copyOf(session.getMetadata().getCustomMetadata());
    } catch (OrtException e) {
      closeSession();
      throw new ModelException("The model cannot be inspected: " + e.getMessage(), e);
    } catch (ModelException e) {
      closeSession();
      throw e;
    }
  }

  /**
   * Opens a model file. Weights that it keeps in a second file have to be in the same folder.
   *
   * @param file an ONNX file
   * @param options how to run it
   * @param trialSide gives, for the opened model, the side in pixels of a small square picture that
   *     it takes: a device other than the CPU is accepted only after such a picture has been run on
   *     it. What it throws passes through
   * @throws ModelException if the file is missing, not an ONNX model, its graph does not fit, or it
   *     wants to read a file that is not beside it
   * @throws DeviceException if the device was asked for by name and cannot be used
   */
  public static OnnxModel open(
      Path file, RuntimeOptions options, ToIntFunction<OnnxModel> trialSide) {
    if (!Files.isRegularFile(file)) {
      throw new ModelException(
          "There is no model file " + file + ": name an ONNX file exported by dcpt4j.");
    }
    ExternalWeights.requireBeside(file);
    return open(
        new SessionOpener(
            (environment, session) -> environment.createSession(file.toString(), session),
            options.threads()),
        options.device(),
        trialSide);
  }

  /**
   * Opens a model in memory.
   *
   * @param model the content of an ONNX file
   * @param options how to run it
   * @param trialSide see {@link #open(Path, RuntimeOptions, ToIntFunction)}
   * @throws ModelException if the bytes are not an ONNX model, its graph does not fit, or its
   *     weights are in a second file
   * @throws DeviceException if the device was asked for by name and cannot be used
   */
  public static OnnxModel open(
      byte[] model, RuntimeOptions options, ToIntFunction<OnnxModel> trialSide) {
    if (model.length == 0) {
      throw new ModelException("The model is empty: use a model exported by dcpt4j.");
    }
    ExternalWeights.requireNone(model);
    return open(
        new SessionOpener(
            (environment, session) -> environment.createSession(model, session), options.threads()),
        options.device(),
        trialSide);
  }

  static OnnxModel open(SessionOpener opener, Device wanted, ToIntFunction<OnnxModel> trialSide) {
    return switch (wanted.kind()) {
      case CPU -> onCpu(opener, Optional.empty());
      case CUDA -> onCuda(opener, wanted, trialSide);
      case AUTO -> onBest(opener, trialSide);
    };
  }

  private static OnnxModel onBest(SessionOpener opener, ToIntFunction<OnnxModel> trialSide) {
    try {
      return onCuda(opener, Device.cuda(0), trialSide);
    } catch (DeviceException e) {
      LOG.debug("Running on the CPU: {}", e.getMessage());
      return onCpu(opener, Optional.of(e.getMessage()));
    }
  }

  private static OnnxModel onCpu(SessionOpener opener, Optional<String> fallbackReason) {
    return new OnnxModel(opener, Optional.empty(), Device.CPU, fallbackReason);
  }

  private static OnnxModel onCuda(
      SessionOpener opener, Device device, ToIntFunction<OnnxModel> trialSide) {
    OnnxModel model = new OnnxModel(opener, Optional.empty(), device, Optional.empty());
    try {
      model.tryOut(trialSide.applyAsInt(model));
      return model;
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  /** Libraries are loaded as late as the first run: only a run proves that a device works. */
  private void tryOut(int side) {
    try {
      run(allocate(elements(1, inputChannels(), side, side)), 1, side, side);
    } catch (ModelException | MemoryException e) {
      throw SessionOpener.unusable(device, e);
    }
  }

  /** Returns the names of the outputs that the graph has. */
  public Set<String> outputs() {
    return signature.outputs();
  }

  /**
   * Returns how many logits the graph gives for a picture; absent where it gives none or the number
   * is not stated.
   */
  public OptionalInt logitCount() {
    return signature.logitCount();
  }

  /** Returns how many channels the pictures have that the graph takes: 3 for colour, 1 for grey. */
  public int inputChannels() {
    return signature.inputChannels();
  }

  /** Returns how many channels the restored pictures have; absent where the graph restores none. */
  public OptionalInt outputChannels() {
    return signature.outputChannels();
  }

  /**
   * Returns a value of the file's custom metadata.
   *
   * @param key the name under which it is stored
   */
  public Optional<String> metadata(String key) {
    return Optional.ofNullable(metadata.get(key));
  }

  /** Returns the device that runs the model; never {@link Device#AUTO}. */
  public Device device() {
    return device;
  }

  /** Returns why {@link Device#AUTO} did not take a better device; empty where it did. */
  public Optional<String> fallbackReason() {
    return fallbackReason;
  }

  /**
   * Runs the whole graph.
   *
   * @param images values [count, {@link #inputChannels}, height, width] from the buffer's position
   *     on; a direct buffer in native order is used in place, others are copied
   * @param count number of pictures
   * @param height height of each in pixels
   * @param width width of each in pixels
   * @return all outputs
   * @throws ModelException if the graph cannot take this size, or fails
   * @throws MemoryException if the memory does not suffice
   * @throws IllegalStateException if the model is closed
   */
  public ModelOutputs run(FloatBuffer images, int count, int height, int width) {
    if (!outputs().contains(RESTORED)) {
      return new ModelOutputs(
          Optional.empty(),
          Optional.of(classify(images, count, height, width, new Cancellation())));
    }
    FloatBuffer restored = allocate(elements(count, outputChannels().orElseThrow(), height, width));
    Optional<float[][]> logits =
        restore(images, count, height, width, restored, new Cancellation());
    return new ModelOutputs(Optional.of(restored), logits);
  }

  /**
   * Runs the graph into the caller's buffer.
   *
   * @param images see {@link #run}
   * @param count number of pictures
   * @param height height of each in pixels
   * @param width width of each in pixels
   * @param restored direct buffer in native order that receives values [count, {@link
   *     #outputChannels}, height, width] from its position on, which stays where it is
   * @param cancellation ends the run within the layer that is being computed
   * @return for each picture its logits, if the graph classifies too
   * @throws ModelException if the graph does not restore, cannot take this size, or fails
   * @throws MemoryException if the memory does not suffice
   * @throws CancellationException if the run was cancelled
   * @throws IllegalArgumentException if the buffer for the result is not direct
   * @throws IllegalStateException if the model is closed
   */
  public Optional<float[][]> restore(
      FloatBuffer images,
      int count,
      int height,
      int width,
      FloatBuffer restored,
      Cancellation cancellation) {
    requireOutput(RESTORED);
    if (!restored.isDirect()) {
      throw new IllegalArgumentException("the buffer for the result is not direct");
    }
    long[] given = {count, inputChannels(), height, width};
    long[] made = {count, outputChannels().orElseThrow(), height, width};
    Set<String> others = outputs().contains(LOGITS) ? Set.of(LOGITS) : Set.of();
    return whileOpen(
        given,
        cancellation,
        options -> {
          try (OnnxTensor input = tensor(images, given);
              OnnxTensor output = tensor(restored, made);
              OrtSession.Result result =
                  session.run(Map.of(IMAGE, input), others, Map.of(RESTORED, output), options)) {
            return others.isEmpty() ? Optional.empty() : Optional.of(logits(result, count));
          }
        });
  }

  /**
   * Runs the graph for its logits alone.
   *
   * @param images see {@link #run}
   * @param count number of pictures
   * @param height height of each in pixels
   * @param width width of each in pixels
   * @param cancellation ends the run within the layer that is being computed
   * @return for each picture its logits
   * @throws ModelException if the graph does not classify, cannot take this size, or fails
   * @throws MemoryException if the memory does not suffice
   * @throws CancellationException if the run was cancelled
   * @throws IllegalStateException if the model is closed
   */
  public float[][] classify(
      FloatBuffer images, int count, int height, int width, Cancellation cancellation) {
    requireOutput(LOGITS);
    long[] shape = {count, inputChannels(), height, width};
    return whileOpen(
        shape,
        cancellation,
        options -> {
          try (OnnxTensor input = tensor(images, shape);
              OrtSession.Result result =
                  session.run(Map.of(IMAGE, input), Set.of(LOGITS), options)) {
            return logits(result, count);
          }
        });
  }

  /** Returns how many means the graph tells and takes; absent where it does neither. */
  public OptionalInt meanCount() {
    return signature.meanCount();
  }

  /**
   * Runs the graph for the means of its global poolings.
   *
   * @param images one picture, see {@link #run}
   * @param height its height in pixels
   * @param width its width in pixels
   * @param cancellation ends the run within the layer that is being computed
   * @return {@link #meanCount} values
   * @throws ModelException if the graph does not tell means, cannot take this size, or fails
   * @throws MemoryException if the memory does not suffice
   * @throws CancellationException if the run was cancelled
   * @throws IllegalStateException if the model is closed
   */
  public float[] means(FloatBuffer images, int height, int width, Cancellation cancellation) {
    requireOutput(MEANS);
    long[] shape = {1, inputChannels(), height, width};
    return whileOpen(
        shape,
        cancellation,
        options -> {
          // What follows runs in another session, which needs as much memory again.
          options.addRunConfigEntry("memory.enable_memory_arena_shrinkage", arena());
          try (OnnxTensor input = tensor(images, shape);
              OrtSession.Result result =
                  session.run(Map.of(IMAGE, input), Set.of(MEANS), options)) {
            return ((float[][]) ((OnnxTensor) result.get(MEANS).orElseThrow()).getValue())[0];
          }
        });
  }

  private String arena() {
    return device.kind() == Device.Kind.CUDA ? "cpu:0;gpu:" + device.index() : "cpu:0";
  }

  /**
   * Opens the same model once more, on the same device, with means that hold for every picture: all
   * tiles of a picture are then treated alike.
   *
   * @param means {@link #meanCount} values that {@link #means} gave
   * @return another model, to be closed by itself
   * @throws ModelException if the graph does not take means
   * @throws IllegalArgumentException if their number is wrong
   */
  public OnnxModel withMeans(float[] means) {
    requireOutput(MEANS);
    if (means.length != meanCount().orElseThrow()) {
      throw new IllegalArgumentException(means.length + " means, not " + meanCount());
    }
    FloatBuffer values = allocate(means.length).put(0, means);
    try {
      OnnxTensor tensor =
          OnnxTensor.createTensor(
              SessionOpener.environment(), values, new long[] {1, means.length, 1, 1});
      try {
        return new OnnxModel(opener, Optional.of(tensor), device, fallbackReason);
      } catch (RuntimeException e) {
        tensor.close();
        throw e;
      }
    } catch (OrtException e) {
      throw new ModelException("The model does not take means: " + e.getMessage(), e);
    }
  }

  /** Closes the model once no run is under way. Closing again does nothing. */
  @Override
  public void close() {
    Lock exclusive = lifecycle.writeLock();
    exclusive.lock();
    try {
      if (!closed) {
        closed = true;
        closeSession();
      }
    } finally {
      exclusive.unlock();
    }
  }

  private void closeSession() {
    try {
      session.close();
    } catch (OrtException e) {
      LOG.warn("ONNX Runtime could not release a session", e);
    }
    givenMeans.ifPresent(OnnxTensor::close);
  }

  private <T> T whileOpen(long[] shape, Cancellation cancellation, Run<T> run) {
    Lock shared = lifecycle.readLock();
    shared.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the model is closed");
      }
      cancellation.check();
      try (OrtSession.RunOptions options = new OrtSession.RunOptions()) {
        Cancellation.Registration ending = cancellation.onCancel(() -> terminate(options));
        try {
          return run.with(options);
        } finally {
          // Before the options are freed.
          ending.close();
        }
      }
    } catch (OrtException e) {
      // A run that was ended fails like any other.
      cancellation.check();
      throw failure(e, shape);
    } finally {
      shared.unlock();
    }
  }

  private static void terminate(OrtSession.RunOptions options) {
    try {
      options.setTerminate(true);
    } catch (OrtException e) {
      LOG.warn("ONNX Runtime goes on with a run that was cancelled", e);
    }
  }

  private void requireOutput(String name) {
    if (!outputs().contains(name)) {
      throw new ModelException(
          "The model has no output '" + name + "': use one that was exported with that head.");
    }
  }

  private static OnnxTensor tensor(FloatBuffer values, long[] shape) throws OrtException {
    int elements =
        elements(
            Math.toIntExact(shape[0]),
            Math.toIntExact(shape[1]),
            Math.toIntExact(shape[2]),
            Math.toIntExact(shape[3]));
    FloatBuffer exact = values.slice(values.position(), elements);
    return OnnxTensor.createTensor(SessionOpener.environment(), exact, shape);
  }

  private static float[][] logits(OrtSession.Result result, int count) throws OrtException {
    OnnxTensor tensor = (OnnxTensor) result.get(LOGITS).orElseThrow();
    long[] shape = tensor.getInfo().getShape();
    if (shape[0] != count) {
      throw new ModelException(
          "The model gave logits for " + shape[0] + " pictures of " + count + ": it is broken.");
    }
    return (float[][]) tensor.getValue();
  }

  private static DcptException failure(OrtException cause, long[] shape) {
    String failed =
        "The model failed on "
            + shape[0]
            + " pictures of "
            + shape[3]
            + "x"
            + shape[2]
            + " ("
            + SessionOpener.firstLine(cause)
            + "): ";
    return OUT_OF_MEMORY.matcher(cause.getMessage()).find()
        ? new MemoryException(failed + "the memory does not suffice, use smaller ones.", cause)
        : new ModelException(failed + "it may need another size.", cause);
  }

  private static int elements(int count, int channels, int height, int width) {
    if (count < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(count + " pictures of " + width + "x" + height);
    }
    return Math.multiplyExact(Math.multiplyExact(channels * count, height), width);
  }

  private static FloatBuffer allocate(int elements) {
    int bytes = Math.multiplyExact(Float.BYTES, elements);
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder()).asFloatBuffer();
  }

  /** Work that needs the session. */
  @FunctionalInterface
  private interface Run<T> {
    T with(OrtSession.RunOptions options) throws OrtException;
  }
}
