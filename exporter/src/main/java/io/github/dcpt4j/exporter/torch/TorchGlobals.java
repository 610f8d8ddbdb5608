package io.github.dcpt4j.exporter.torch;

import io.github.dcpt4j.exporter.weights.CheckpointException;
import io.github.dcpt4j.exporter.weights.StoredType;
import io.github.dcpt4j.sdk.text.Text;
import java.util.LinkedHashMap;
import java.util.Optional;
import net.razorvine.pickle.IObjectConstructor;

/**
 * All that a pickle may refer to. A pickle is a program: it calls what it names. Here a name stands
 * for something only if it is in this list, and nothing in the list does more than describe values.
 */
final class TorchGlobals {

  private TorchGlobals() {}

  /**
   * What a name stands for.
   *
   * @throws CheckpointException if it is not in the list
   */
  static Object named(String module, String name) {
    String global = module + "." + name;
    return switch (global) {
      case "collections.OrderedDict" -> (IObjectConstructor) TorchGlobals::emptyDictionary;
      case "torch._utils._rebuild_tensor", "torch._utils._rebuild_tensor_v2" ->
          (IObjectConstructor) TorchTensor::ofTyped;
      case "torch._utils._rebuild_tensor_v3" -> (IObjectConstructor) TorchTensor::ofUntyped;
      case "torch._utils._rebuild_parameter" -> (IObjectConstructor) TorchGlobals::parameter;
      case "torch.storage.UntypedStorage" -> new TorchStorage.Kind(Optional.empty());
      case "torch.DoubleStorage" -> storageOf(StoredType.F64);
      case "torch.FloatStorage" -> storageOf(StoredType.F32);
      case "torch.HalfStorage" -> storageOf(StoredType.F16);
      case "torch.BFloat16Storage" -> storageOf(StoredType.BF16);
      case "torch.LongStorage" -> storageOf(StoredType.I64);
      case "torch.IntStorage" -> storageOf(StoredType.I32);
      case "torch.ShortStorage" -> storageOf(StoredType.I16);
      case "torch.CharStorage" -> storageOf(StoredType.I8);
      case "torch.ByteStorage" -> storageOf(StoredType.U8);
      case "torch.BoolStorage" -> storageOf(StoredType.BOOL);
      case "torch.float64" -> StoredType.F64;
      case "torch.float32" -> StoredType.F32;
      case "torch.float16" -> StoredType.F16;
      case "torch.bfloat16" -> StoredType.BF16;
      case "torch.int64" -> StoredType.I64;
      case "torch.int32" -> StoredType.I32;
      case "torch.int16" -> StoredType.I16;
      case "torch.int8" -> StoredType.I8;
      case "torch.uint8" -> StoredType.U8;
      case "torch.bool" -> StoredType.BOOL;
      // Training programs keep these beside the weights. They are stepped over, not built.
      case "argparse.Namespace",
          "collections.Counter",
          "collections.defaultdict",
          "_codecs.encode",
          "__builtin__.dict",
          "__builtin__.set",
          "builtins.dict",
          "builtins.set",
          "lightning.fabric.utilities.data.AttributeDict",
          "lightning.pytorch.callbacks.model_checkpoint.ModelCheckpoint",
          "lightning_fabric.utilities.data.AttributeDict",
          "numpy.dtype",
          "numpy.ndarray",
          "numpy.core.multiarray._reconstruct",
          "numpy.core.multiarray.scalar",
          "numpy._core.multiarray._reconstruct",
          "numpy._core.multiarray.scalar",
          "pathlib.Path",
          "pathlib.PosixPath",
          "pathlib.WindowsPath",
          "pytorch_lightning.callbacks.model_checkpoint.ModelCheckpoint",
          "pytorch_lightning.utilities.parsing.AttributeDict",
          "torch.Size",
          "torch.device" ->
          Inert.VALUE;
      default ->
          throw new CheckpointException(
              Text.of(
                      "it refers to '%s', which weights have no need of; nothing of it was run. If you trust",
                      printable(global))
                  + " the file, save the state_dict() alone with PyTorch");
    };
  }

  private static TorchStorage.Kind storageOf(StoredType type) {
    return new TorchStorage.Kind(Optional.of(type));
  }

  private static Object emptyDictionary(Object[] arguments) {
    if (arguments.length > 0) {
      throw new CheckpointException("it has a dictionary of an unknown form");
    }
    return new LinkedHashMap<>();
  }

  private static Object parameter(Object[] arguments) {
    if (arguments.length > 0 && arguments[0] instanceof TorchTensor tensor) {
      return tensor;
    }
    throw new CheckpointException("it has a parameter that is no tensor");
  }

  private static String printable(String name) {
    String plain = name.replaceAll("[^\\p{Graph}]", "?");
    return plain.length() <= 100 ? plain : plain.substring(0, 100) + "...";
  }

  /** Something that is of no use here: it takes whatever it is given, and keeps nothing. */
  enum Inert implements IObjectConstructor {
    VALUE;

    @Override
    public Object construct(Object[] arguments) {
      return this;
    }
  }
}
