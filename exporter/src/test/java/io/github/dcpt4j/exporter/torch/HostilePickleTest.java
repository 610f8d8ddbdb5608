package io.github.dcpt4j.exporter.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.dcpt4j.exporter.ReferenceVectors;
import io.github.dcpt4j.exporter.checkpoint.WeightsFile;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import net.razorvine.pickle.Unpickler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pickles that were damaged, or made to do harm. */
class HostilePickleTest extends Refusal {

  @ParameterizedTest
  @CsvSource({
    "malicious_zip.pth, posix.system",
    "malicious_eval_zip.pth, __builtin__.eval",
    "malicious_legacy.pth, posix.system"
  })
  void maliciousReferenceFilesAreRefused(String name, String global) throws IOException {
    assertRefused(
        ReferenceVectors.bundledFile(name),
        "it refers to '%s', which weights have no need of; nothing of it was run"
            .formatted(global));
  }

  @Test
  void truncatedReferenceFileIsRefused() throws IOException {
    assertRefused(
        ReferenceVectors.sharedFile("checkpoints/truncated.pth"), "table of contents is missing");
  }

  @ParameterizedTest
  @CsvSource({
    "os, system",
    "nt, system",
    "builtins, eval",
    "builtins, exec",
    "builtins, getattr",
    "builtins, __import__",
    "subprocess, Popen",
    "torch, load",
    "torch.serialization, load",
    "basicsr.models.archs, NAFNet",
    // what the library knows by itself
    "decimal, Decimal",
    "array, array",
    "datetime, datetime",
    "operator, attrgetter",
    "copy_reg, _reconstructor",
    "exceptions, ValueError",
    "builtins, ValueError",
    "builtins, bytearray",
    "java.lang, Runtime"
  })
  void whatIsNotInTheListIsRefusedInEveryWayOfNamingIt(String module, String name)
      throws IOException {
    String refusal = "it refers to '%s.%s', which".formatted(module, name);
    assertRefused(archive(weight().global(module, name).op(')', 'R', 's')), refusal);
    assertRefused(archive(weight().text(module).text(name).op(0x93).op(')', 'R', 's')), refusal);
    assertRefused(archive(weight().op('(').lines('i', module, name).op('s')), "instruction 0x69");
    byte[] beside =
        archive(
            new PickleBytes()
                .op('}', '(')
                .text("params_ema")
                .op('}')
                .text("w")
                .floats("7", 6)
                .op('s')
                .text("other")
                .global(module, name)
                .op('u'));
    assertRefused(beside, refusal);
  }

  @Test
  void classesThatTheLibraryWasTaughtAreRefusedToo() throws IOException {
    Unpickler.registerConstructor("dcpt4j", "harm", arguments -> fail("was run"));
    assertRefused(archive(weight().global("dcpt4j", "harm").op(')', 'R', 's')), "'dcpt4j.harm'");
  }

  @Test
  void nameOfAGlobalStaysOneShortLine() throws IOException {
    assertRefused(
        archive(weight().text("a\u0007\nb").text("x".repeat(10_000)).op(0x93)), "'a??b.xxx");
  }

  @ParameterizedTest
  @ValueSource(chars = {'I', 'L', 'F', 'S', 'V', 'p', 'g', 'P', 'o', '0', '1', '2', 'd', 'l'})
  void instructionsOfOldProtocolsAreRefused(char instruction) throws IOException {
    assertRefused(
        archive(weight().op('(', instruction).text("1\n")),
        "instruction 0x%02x, which PyTorch does not use".formatted((int) instruction));
  }

  @ParameterizedTest
  @ValueSource(ints = {0x82, 0x83, 0x84, 0x92, 0x96, 0x97, 0x98, 0xff, 0x00})
  void extensionsBuffersAndUnknownInstructionsAreRefused(int instruction) throws IOException {
    assertRefused(archive(weight().op(instruction, 1, 1, 1, 1)), "instruction 0x");
  }

  @ParameterizedTest
  @CsvSource({
    "0x58, 4, 2147483647",
    "0x58, 4, 4294967295",
    "0x58, 4, 2147483648",
    "0x54, 4, 2147483647",
    "0x42, 4, 2147483647",
    "0x8b, 4, 2147483647",
    "0x8b, 4, -1",
    "0x8d, 8, 2147483000",
    "0x8d, 8, 9223372036854775807",
    "0x8d, 8, -9223372036854775808",
    "0x8e, 8, 2147483000",
    "0x8e, 8, 4611686018427387904"
  })
  void lengthsBeyondTheEndAreRefusedBeforeAnythingIsTaken(int instruction, int bytes, long length)
      throws IOException {
    assertRefused(
        archive(weight().length(instruction, bytes, length)), "a length that goes beyond its end");
  }

  @Test
  void frameThatClaimsTooMuchTakesNothing() throws IOException {
    byte[] content =
        archive(
            new PickleBytes()
                .length(0x95, Long.BYTES, Long.MAX_VALUE)
                .op('}')
                .text("w")
                .floats("7", 6)
                .op('s'));
    assertThat(WeightsFile.read(file(content)).weights().asMap()).containsOnlyKeys("w");
  }

  @Test
  void nestingOfAnyDepthIsSteppedOver() throws IOException {
    int depth = 200_000;
    byte[] open = new byte[depth];
    byte[] close = new byte[depth - 1];
    Arrays.fill(open, (byte) ']');
    Arrays.fill(close, (byte) 'a');
    byte[] tuples = new byte[depth];
    Arrays.fill(tuples, (byte) 0x85);
    PickleBytes pickle = new PickleBytes().op('}').text("deep").raw(open).raw(close).op('s');
    // the same as a key, and in itself
    pickle.op('N').raw(tuples).op('N', 's').op(']', 0x94, 'h', 0, 'a').op('N', 's');
    byte[] content = archive(pickle.text("w").floats("7", 6).op('s'));

    assertThat(WeightsFile.read(file(content)).weights().asMap()).containsOnlyKeys("w");
    assertRefused(
        archive(new PickleBytes().op('}').text("deep").raw(open).raw(close).op('s')),
        "it holds no weights under params_ema, params, state_dict");
  }

  @Test
  void listsThatDoubleAHundredTimesAreNotUnfolded() throws IOException {
    PickleBytes pickle = new PickleBytes().op('}').text("bomb").op(']', 'q', 0);
    for (int i = 0; i < 100; i++) {
      pickle.op(']', '(', 'h', 0, 'h', 0, 'e', 'q', 0);
    }
    // Doubled lists have to be taken off the stack again for the dictionary to be on top.
    for (int i = 0; i < 100; i++) {
      pickle.op('a');
    }
    byte[] content = archive(pickle.op('s').text("w").floats("7", 6).op('s'));

    assertThat(WeightsFile.read(file(content)).weights().asMap()).containsOnlyKeys("w");
  }

  @Test
  void instructionsCostNoMoreThanTheyMay() throws IOException {
    for (int[] pattern :
        List.of(
            new int[] {'}', 0x94},
            new int[] {']', 0x94},
            new int[] {0x94},
            new int[] {'N', 0x85, 0x94},
            new int[] {'(', 't'},
            new int[] {'}', '}', '(', 'u'},
            new int[] {'(', ']', 'e'},
            new int[] {'K', 1},
            new int[] {'N'})) {
      PickleBytes pickle = new PickleBytes().op('}');
      for (int i = 0; i < 300_000; i++) {
        pickle.op(pattern);
      }
      assertRefused(archive(pickle), "");
    }
    byte[] many = new byte[2 << 20];
    Arrays.fill(many, (byte) 'N');
    assertRefused(archive(new PickleBytes().raw(many)), "description of the weights is too long");
    assertRefused(
        archive(new PickleBytes().raw(new byte[9 << 20])),
        "description of the weights is too long");
  }

  @Test
  void pickleThatFallsApartIsRefused() throws IOException {
    String malformed = "its description of the weights is malformed";
    assertRefused(archive(new PickleBytes()), malformed);
    assertRefused(archive(new PickleBytes().op('u')), malformed);
    assertRefused(archive(new PickleBytes().op('h', 5)), malformed);
    assertRefused(archive(new PickleBytes().op('K', 1, ')', 'R')), malformed);
    assertRefused(archive(new PickleBytes().op('N', 'K', 1, 'K', 2, 's')), "no dictionary");
    assertRefused(archive(new PickleBytes().op('}', '(', 'K', 1, 'u')), malformed);
    assertRefused(archive(new PickleBytes().op(0x80, 6)), malformed);
    assertRefused(TorchSamples.archive(new byte[0]).bytes(), malformed);
    assertRefused(TorchSamples.archive(new byte[] {'X', 1}).bytes(), "beyond its end");
    assertRefused(archive(new PickleBytes().op('K', 1)), "it holds no dictionary of weights");
    assertRefused(archive(weight().floats("7", 6).op('}', 'b')), "a state to what has none");
    assertRefused(archive(weight().text("7").op('Q')), "a storage of an unknown form");
    assertRefused(
        archive(weight().global("torch._utils", "_rebuild_tensor_v2").op(')', 'R')),
        "a tensor of an unknown form");
    assertRefused(
        archive(weight().global("torch._utils", "_rebuild_tensor_v3").op(')', 'R')),
        "a tensor of an unknown form");
    assertRefused(
        archive(weight().global("torch._utils", "_rebuild_parameter").op('N', 0x85, 'R')),
        "a parameter that is no tensor");
    assertRefused(
        archive(weight().global("collections", "OrderedDict").op('N', 0x85, 'R')),
        "a dictionary of an unknown form");
  }

  @Test
  void tensorsOutsideOfTheirStorageAreRefused() throws IOException {
    String outside = "a tensor that lies outside of its storage";
    assertTensorRefused(0, new long[] {7}, new long[] {1}, outside);
    assertTensorRefused(1, new long[] {6}, new long[] {1}, outside);
    assertTensorRefused(6, new long[] {}, new long[] {}, outside);
    assertTensorRefused(0, new long[] {2, 3}, new long[] {4, 1}, outside);
    assertTensorRefused(Long.MAX_VALUE, new long[] {2}, new long[] {1}, outside);
    assertTensorRefused(1, new long[] {2}, new long[] {Long.MAX_VALUE}, outside);
    assertTensorRefused(
        1, new long[] {Integer.MAX_VALUE, 3}, new long[] {1L << 32, 1L << 62}, outside);
  }

  @Test
  void shapesThatAreNoneAreRefused() throws IOException {
    String none = "a tensor with an invalid shape";
    assertTensorRefused(-1, new long[] {2}, new long[] {1}, none);
    assertTensorRefused(0, new long[] {-2}, new long[] {1}, none);
    assertTensorRefused(0, new long[] {2}, new long[] {-1}, none);
    assertTensorRefused(0, new long[] {2, 3}, new long[] {1}, none);
    assertTensorRefused(0, new long[] {1L << 31}, new long[] {0}, none);
    long[] ones = new long[17];
    Arrays.fill(ones, 1);
    assertTensorRefused(0, ones, ones, none);
  }

  @Test
  void repeatedValuesMayNotOutgrowTheFile() throws IOException {
    String more = "tensor 'w' has far more values than the file";
    assertTensorRefused(0, new long[] {Integer.MAX_VALUE}, new long[] {0}, more);
    assertTensorRefused(0, new long[] {1000, 1000}, new long[] {0, 0}, more);
    assertTensorRefused(0, new long[] {1L << 30, 1L << 30, 1L << 30}, new long[] {0, 0, 0}, more);
    PickleBytes pickle = new PickleBytes().op('}');
    for (int i = 0; i < 20; i++) {
      pickle.text("w" + i);
      pickle.tensor("FloatStorage", "7", 6, 0, new long[] {100, 100}, new long[] {0, 0}).op('s');
    }
    assertRefused(archive(pickle), "has far more values than the file");
  }

  private void assertTensorRefused(long offset, long[] shape, long[] strides, String reason)
      throws IOException {
    assertRefused(
        archive(weight().tensor("FloatStorage", "7", 6, offset, shape, strides).op('s')), reason);
  }

  @Test
  void storagesThatAreNotWhatIsSaidOfThemAreRefused() throws IOException {
    assertRefused(archive(weight().floats("8", 6).op('s')), "values of a storage are missing");
    assertRefused(archive(weight().floats("../9", 6).op('s')), "values of a storage are missing");
    assertRefused(
        archive(weight().tensor("FloatStorage", "7", 7, 0, new long[] {7}, new long[] {1}).op('s')),
        "a storage has another size than its description says");
    assertRefused(
        archive(
            weight()
                .tensor("LongStorage", "7", 1L << 62, 0, new long[] {1}, new long[] {1})
                .op('s')),
        "a storage has another size than its description says");
    assertRefused(
        archive(
            weight()
                .floats("7", 6)
                .op('s')
                .text("v")
                .tensor("IntStorage", "7", 6, 0, new long[] {6}, new long[] {1})
                .op('s')),
        "it describes a storage in two ways");
  }

  @Test
  void namesThatWouldBreakAMessageAreRefused() throws IOException {
    assertRefused(
        archive(new PickleBytes().op('}').text("a\nb").floats("7", 6).op('s')),
        "the name of a tensor is empty, too long or has control characters");
  }
}
