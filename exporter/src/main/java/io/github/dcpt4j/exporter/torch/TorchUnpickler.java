package io.github.dcpt4j.exporter.torch;

import io.github.dcpt4j.exporter.weights.CheckpointException;
import io.github.dcpt4j.sdk.text.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.razorvine.pickle.IObjectConstructor;
import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.PickleUtils;
import net.razorvine.pickle.Unpickler;

/**
 * Reads pickles as PyTorch writes them. The library's own way with names, objects and containers is
 * not used: it keeps a register of classes, builds what it does not know, calls methods by
 * reflection, forgets the order of dictionaries, and hashes whatever is a key, however deep. Its
 * reading of numbers, strings and tuples is used once the lengths that the pickle claims are found
 * to be true.
 */
final class TorchUnpickler extends Unpickler {

  /** Enough for 25 000 tensors; a step takes some 70 bytes of memory at most. */
  private static final int MAXIMUM_STEPS = 1 << 20;

  private static final int MAXIMUM_KEY = 500;

  private final Map<String, TorchStorage> storages = new LinkedHashMap<>();
  private int steps;

  /**
   * Reads one pickle.
   *
   * @return dictionaries as maps, lists as lists, tuples as arrays; plain values; {@link
   *     TorchTensor}s
   * @throws CheckpointException if it asks for something that weights have no need of, or is
   *     malformed
   */
  Object read(PickleInput pickle) {
    try {
      return load(pickle);
    } catch (CheckpointException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // The library trusts a pickle to be well-formed: what fails in it then is left to Java.
      throw new CheckpointException("its description of the weights is malformed", e);
    }
  }

  /** The storages that the pickle has named, by their keys. */
  Map<String, TorchStorage> storages() {
    return storages;
  }

  @Override
  protected Object persistentLoad(Object identifier) {
    TorchStorage storage = TorchStorage.of(identifier);
    TorchStorage known = storages.putIfAbsent(storage.key(), storage);
    if (known != null && !known.equals(storage)) {
      throw new CheckpointException("it describes a storage in two ways");
    }
    return storage;
  }

  @Override
  protected Object dispatch(short opcode) throws IOException {
    if (++steps > MAXIMUM_STEPS) {
      throw new CheckpointException("its description of the weights is too long");
    }
    switch (opcode) {
      case Opcodes.GLOBAL ->
          stack.add(TorchGlobals.named(PickleUtils.readline(input), PickleUtils.readline(input)));
      case Opcodes.STACK_GLOBAL -> {
        String name = (String) stack.pop();
        stack.add(TorchGlobals.named((String) stack.pop(), name));
      }
      case Opcodes.REDUCE, Opcodes.NEWOBJ -> {
        Object[] arguments = (Object[]) stack.pop();
        stack.add(((IObjectConstructor) stack.pop()).construct(arguments));
      }
      case Opcodes.BUILD -> {
        // PyTorch hangs a dictionary of versions on the weights.
        stack.pop();
        if (!(stack.peek() instanceof Map || stack.peek() == TorchGlobals.Inert.VALUE)) {
          throw new CheckpointException("it gives a state to what has none");
        }
      }
      case Opcodes.EMPTY_DICT -> stack.add(new LinkedHashMap<>());
      case Opcodes.EMPTY_SET -> stack.add(new ArrayList<>());
      case Opcodes.SETITEM -> {
        Object value = stack.pop();
        putAll(Arrays.asList(stack.pop(), value));
      }
      case Opcodes.SETITEMS -> putAll(stack.pop_all_since_marker());
      case Opcodes.APPEND -> addAll(Arrays.asList(stack.pop()));
      case Opcodes.APPENDS, Opcodes.ADDITEMS -> addAll(stack.pop_all_since_marker());
      case Opcodes.FROZENSET -> stack.add(stack.pop_all_since_marker());
      case Opcodes.BINUNICODE, Opcodes.BINSTRING, Opcodes.BINBYTES, Opcodes.LONG4 -> {
        requireWhole(Integer.BYTES);
        return super.dispatch(opcode);
      }
      case Opcodes.BINUNICODE8, Opcodes.BINBYTES8 -> {
        requireWhole(Long.BYTES);
        return super.dispatch(opcode);
      }
      case Opcodes.PROTO,
          Opcodes.FRAME,
          Opcodes.STOP,
          Opcodes.MARK,
          Opcodes.NONE,
          Opcodes.NEWTRUE,
          Opcodes.NEWFALSE,
          Opcodes.BININT,
          Opcodes.BININT1,
          Opcodes.BININT2,
          Opcodes.BINFLOAT,
          Opcodes.LONG1,
          Opcodes.SHORT_BINSTRING,
          Opcodes.SHORT_BINBYTES,
          Opcodes.SHORT_BINUNICODE,
          Opcodes.EMPTY_TUPLE,
          Opcodes.TUPLE,
          Opcodes.TUPLE1,
          Opcodes.TUPLE2,
          Opcodes.TUPLE3,
          Opcodes.EMPTY_LIST,
          Opcodes.BINPERSID,
          Opcodes.BINPUT,
          Opcodes.LONG_BINPUT,
          Opcodes.MEMOIZE,
          Opcodes.BINGET,
          Opcodes.LONG_BINGET -> {
        return super.dispatch(opcode);
      }
      default ->
          throw new CheckpointException(
              Text.of(
                  "its description of the weights has the instruction 0x%02x, which PyTorch does not use",
                  opcode & 0xff));
    }
    return NO_RETURN_VALUE;
  }

  private void requireWhole(int lengthBytes) {
    if (!((PickleInput) input).holdsWhatFollows(lengthBytes)) {
      throw new CheckpointException("it names a length that goes beyond its end");
    }
  }

  /**
   * Keeps what can be the name of a tensor or of a part of the file; a training program's other
   * dictionaries are of no use here, and so their keys need not be hashed.
   */
  private void putAll(List<Object> items) {
    Object target = stack.peek();
    if (target == TorchGlobals.Inert.VALUE) {
      return;
    }
    if (!(target instanceof Map)) {
      throw new CheckpointException("it puts items into what is no dictionary");
    }
    @SuppressWarnings("unchecked")
    Map<String, Object> dictionary = (Map<String, Object>) target;
    for (int i = 0; i < items.size(); i += 2) {
      Object value = items.get(i + 1);
      if (items.get(i) instanceof String key && key.length() <= MAXIMUM_KEY) {
        dictionary.put(key, value);
      }
    }
  }

  private void addAll(List<Object> items) {
    Object target = stack.peek();
    if (target != TorchGlobals.Inert.VALUE) {
      @SuppressWarnings("unchecked")
      List<Object> list = (List<Object>) target;
      list.addAll(items);
    }
  }
}
