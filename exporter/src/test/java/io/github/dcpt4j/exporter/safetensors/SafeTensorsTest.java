package io.github.dcpt4j.exporter.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dcpt4j.exporter.ReferenceVectors;
import io.github.dcpt4j.exporter.weights.CheckpointException;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafeTensorsTest {

  private static final String ONE_TENSOR =
      "{'t': {'dtype': 'F32', 'shape': [2], 'data_offsets': [0, 8]}}";

  @TempDir Path folder;

  private static SafeTensors sample() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("second", new Tensor(List.of(2, 2), new float[] {1, -2, 3e-30f, Float.MAX_VALUE}));
    tensors.put("a.first", new Tensor(List.of(), new float[] {-0.0f}));
    tensors.put("empty", new Tensor(List.of(0, 4), new float[0]));
    return new SafeTensors(Map.of("note", "rain & \"haze\" – ü", "b", ""), new Weights(tensors));
  }

  private Path file(String header, int dataBytes) throws IOException {
    byte[] text = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return file(text.length, text, new byte[dataBytes]);
  }

  private Path file(long headerSize, byte[] header, byte[] data) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + header.length + data.length);
    bytes.order(ByteOrder.LITTLE_ENDIAN).putLong(headerSize).put(header).put(data);
    return Files.write(folder.resolve("x.safetensors"), bytes.array());
  }

  private static void assertRefused(Path file, String reason) {
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> SafeTensors.read(file))
        .withMessageStartingWith(file.toString())
        .withMessageContaining(reason)
        .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1));
  }

  @Test
  void whatIsWrittenIsReadBackInTheSameOrder() {
    Path file = folder.resolve("sample.safetensors");
    sample().write(file);
    SafeTensors read = SafeTensors.read(file);
    assertThat(read.metadata()).isEqualTo(sample().metadata());
    assertThat(read.weights().asMap()).containsExactlyEntriesOf(sample().weights().asMap());
  }

  @Test
  void tensorsLongerThanOneChunkAreWrittenWhole() {
    float[] values = new float[200_001];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    Weights weights = new Weights(Map.of("long", new Tensor(List.of(values.length), values)));
    Path file = folder.resolve("long.safetensors");
    new SafeTensors(Map.of(), weights).write(file);
    assertThat(SafeTensors.read(file).weights().get("long").data()).isEqualTo(values);
  }

  @Test
  void sameContentGivesTheSameBytes() throws IOException {
    Path one = folder.resolve("one");
    Path two = folder.resolve("two");
    sample().write(one);
    sample().write(two);
    assertThat(one).hasSameBinaryContentAs(two);
    assertThat(ByteBuffer.wrap(Files.readAllBytes(one)).order(ByteOrder.LITTLE_ENDIAN).getLong())
        .as("header size, which keeps the values aligned")
        .matches(size -> size % Long.BYTES == 0);
  }

  @Test
  void filesOfOtherProgramsAreRead() {
    Weights weights =
        SafeTensors.read(ReferenceVectors.bundledFile("odd_expected.safetensors")).weights();
    assertThat(weights.get("scalar").shape()).isEmpty();
    assertThat(weights.get("empty").shape()).containsExactly(0, 4);
    assertThat(weights.get("int64").data()).hasSize(3);
    assertThat(weights.get("bool").data()).containsAnyOf(0, 1).hasSize(3);
    float[] whole = weights.get("whole").data();
    float[] transposed = weights.get("transposed").data();
    for (int row = 0; row < 6; row++) {
      for (int column = 0; column < 8; column++) {
        assertThat(transposed[column * 6 + row]).isEqualTo(whole[row * 8 + column]);
      }
    }
  }

  @Test
  void everyStoredTypeBecomesFloats() throws IOException {
    String header =
        "{'half': {'dtype':'F16', 'shape':[6], 'data_offsets':[0,12]},"
            + "'brain': {'dtype':'BF16','shape':[2], 'data_offsets':[12,16]},"
            + "'double': {'dtype':'F64','shape':[1], 'data_offsets':[16,24]},"
            + "'long': {'dtype':'I64','shape':[1], 'data_offsets':[24,32]},"
            + "'float': {'dtype':'F32','shape':[1], 'data_offsets':[32,36]}}";
    ByteBuffer data = ByteBuffer.allocate(36).order(ByteOrder.LITTLE_ENDIAN);
    for (int half : new int[] {0x3c00, 0xc000, 0x0001, 0x7bff, 0xfc00, 0x8000}) {
      data.putShort((short) half);
    }
    data.putShort((short) 0x3f80).putShort((short) 0xc0a0);
    data.putDouble(0.1).putLong(-7).putFloat(2.5f);
    byte[] text = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    Weights weights = SafeTensors.read(file(text.length, text, data.array())).weights();
    assertThat(weights.get("half").data())
        .containsExactly(1, -2, 0x1p-24f, 65504, Float.NEGATIVE_INFINITY, -0.0f);
    assertThat(weights.get("brain").data()).containsExactly(1, -5);
    assertThat(weights.get("double").data()).containsExactly(0.1f);
    assertThat(weights.get("long").data()).containsExactly(-7);
    assertThat(weights.get("float").data()).containsExactly(2.5f);
  }

  @Test
  void emptyTensorsMayShareTheirPlaceWithAnother() throws IOException {
    Path file =
        file(
            "{'t': {'dtype':'F32','shape':[1],'data_offsets':[0,4]},"
                + "'none': {'dtype':'F32','shape':[1000000,0],'data_offsets':[0,0]}}",
            4);
    assertThat(SafeTensors.read(file).weights().get("none").shape()).containsExactly(1000000, 0);
  }

  @Test
  void missingFileIsCalledMissing() {
    assertRefused(folder.resolve("none.safetensors"), "there is no such file");
  }

  @Test
  void folderIsNoFile() {
    assertRefused(folder, "is not a regular file: name a .safetensors file");
  }

  @Test
  void fileWithoutReadPermissionIsSaidToBeSo() throws IOException {
    Path file = file(ONE_TENSOR, 8);
    assumeTrue(
        Files.getFileStore(file).supportsFileAttributeView("posix"), "no POSIX permissions here");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(file), "this user may read everything");
    assertRefused(file, "permission denied");
  }

  @Test
  void deniedPermissionsAreCalledPermissions() {
    assertThat(CheckpointException.unwritable(folder, new AccessDeniedException(folder.toString())))
        .hasMessage("%s cannot be written: permission denied", folder);
  }

  @Test
  void cutOffFilesAreRefusedWhereverTheCutIs() throws IOException {
    Path whole = folder.resolve("whole.safetensors");
    sample().write(whole);
    byte[] bytes = Files.readAllBytes(whole);
    for (int length : new int[] {0, 7, 8, 40, bytes.length - 20, bytes.length - 1}) {
      Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(bytes, length));
      assertRefused(cut, "damaged or cut off");
    }
  }

  @Test
  void foreignFilesAreRefused() throws IOException {
    Path picture =
        Files.write(
            folder.resolve("x.png"),
            new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13});
    assertRefused(picture, "is not a safetensors file");
    assertRefused(Files.write(folder.resolve("zeros"), new byte[100]), "not a JSON object");
  }

  @Test
  void headersThatAreNoJsonObjectAreRefused() throws IOException {
    assertRefused(file("[1, 2]", 0), "not a JSON object");
    assertRefused(file("    ", 0), "not a JSON object");
    assertRefused(file("{'t': ", 0), "not valid JSON");
    assertRefused(file("{} {}", 0), "not valid JSON");
  }

  @Test
  void headerLongerThanTheFileOrTheLimitIsRefusedBeforeMemoryIsTaken() throws IOException {
    byte[] header = "{}".getBytes(StandardCharsets.UTF_8);
    for (long size : new long[] {3, 1L << 31, Long.MAX_VALUE, -1, Long.MIN_VALUE}) {
      assertRefused(file(size, header, new byte[0]), "header does not fit");
    }
    byte[] spaces = new byte[9 << 20];
    Arrays.fill(spaces, (byte) ' ');
    assertRefused(file(spaces.length, spaces, new byte[0]), "header does not fit");
  }

  @Test
  void deeplyNestedHeaderIsRefused() throws IOException {
    assertRefused(file("{'t':" + "[".repeat(100_000) + "]".repeat(100_000) + "}", 0), "not valid");
  }

  @Test
  void repeatedNamesAreRefused() throws IOException {
    String tensor = "'t': {'dtype':'F32','shape':[1],'data_offsets':[0,4]}";
    assertRefused(file("{" + tensor + "," + tensor + "}", 4), "not valid JSON");
  }

  @Test
  void overlapsGapsAndLeftOversAreRefused() throws IOException {
    assertRefused(
        file(
            "{'a': {'dtype':'F32','shape':[2],'data_offsets':[0,8]},"
                + "'b': {'dtype':'F32','shape':[2],'data_offsets':[4,12]}}",
            12),
        "'b' does not begin where the one before it ends");
    assertRefused(
        file("{'a': {'dtype':'F32','shape':[2],'data_offsets':[4,12]}}", 12),
        "'a' does not begin where");
    assertRefused(file(ONE_TENSOR, 11), "its last 3 bytes belong to no tensor");
  }

  @Test
  void offsetsOutsideOfTheFileAreRefused() throws IOException {
    assertRefused(file(ONE_TENSOR, 7), "'t' lies outside of it");
    assertRefused(offsets("[0, 4000000000]", "[1000000000]"), "'t' is larger than 2 GiB");
    assertRefused(offsets("[-8, 0]", "[2]"), "does not say where its values are");
    assertRefused(offsets("[8, 0]", "[2]"), "does not say where its values are");
    assertRefused(offsets("[0]", "[2]"), "does not say where its values are");
    assertRefused(offsets("[0, 8, 8]", "[2]"), "does not say where its values are");
    assertRefused(offsets("['0', '8']", "[2]"), "does not say where its values are");
    assertRefused(offsets("[0, 8.0]", "[2]"), "does not say where its values are");
    assertRefused(offsets("[0, 99999999999999999999]", "[2]"), "does not say where");
  }

  @Test
  void shapesThatAreNoneOrDoNotFitAreRefused() throws IOException {
    assertRefused(offsets("[0, 8]", "[-2]"), "has an invalid shape");
    assertRefused(offsets("[0, 8]", "[-1, -2]"), "has an invalid shape");
    assertRefused(offsets("[0, 8]", "[2.5]"), "has an invalid shape");
    assertRefused(offsets("[0, 8]", "2"), "has an invalid shape");
    assertRefused(offsets("[0, 8]", "[" + "1,".repeat(16) + "2]"), "has an invalid shape");
    assertRefused(offsets("[0, 8]", "[3]"), "a shape that does not fit its values");
    assertRefused(offsets("[0, 8]", "[65536, 65536, 65536, 65536, 2]"), "does not fit its values");
  }

  private Path offsets(String offsets, String shape) throws IOException {
    return file("{'t': {'dtype':'F32','shape':%s,'data_offsets':%s}}".formatted(shape, offsets), 8);
  }

  @Test
  void unknownAndAbsentTypesAreRefused() throws IOException {
    assertRefused(
        file("{'t': {'dtype':'F8_E4M3','shape':[2],'data_offsets':[0,2]}}", 2),
        "tensor 't' has the type 'F8_E4M3'; those that can be read are F64, F32, F16, BF16, I64,");
    assertRefused(file("{'t': 5}", 0), "tensor 't' has no type");
  }

  @Test
  void namesThatWouldBreakAnErrorLineAreRefused() throws IOException {
    assertRefused(file("{'a\\nb': 5}", 0), "control characters");
    assertRefused(file("{'': 5}", 0), "name of a tensor is empty");
  }

  @Test
  void metadataOtherThanStringsIsRefused() throws IOException {
    assertRefused(file("{'__metadata__': 5}", 0), "metadata is not a JSON object");
    assertRefused(file("{'__metadata__': {'a': 1}}", 0), "metadata holds something other");
  }

  @Test
  void reservedNameIsNoTensor() {
    Weights weights = new Weights(Map.of("__metadata__", new Tensor(List.of(), new float[1])));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SafeTensors(Map.of(), weights))
        .withMessageContaining("__metadata__");
  }

  @Test
  void writingReplacesAnEarlierFileAndLeavesNothingElse() throws IOException {
    Path file = Files.writeString(folder.resolve("x.safetensors"), "old");
    sample().write(file);
    assertThat(SafeTensors.read(file)).isNotNull();
    assertThat(contents(folder)).containsExactly(file);
  }

  @Test
  void writtenFileMayBeReadByWhoeverMayReadTheFoldersOtherFiles() throws IOException {
    assumeTrue(
        Files.getFileStore(folder).supportsFileAttributeView("posix"), "no POSIX permissions here");
    Path ordinary = Files.createFile(folder.resolve("ordinary"));
    Path file = folder.resolve("x.safetensors");
    sample().write(file);
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(Files.getPosixFilePermissions(ordinary))
        .contains(PosixFilePermission.OWNER_READ);
  }

  @Test
  void failedWriteLeavesNoTemporaryFile() throws IOException {
    // A folder in the way shows only when the complete temporary file is moved there.
    Path target = Files.createDirectories(folder.resolve("x").resolve("y")).getParent();
    SafeTensorsWriter writer = new SafeTensorsWriter(sample());
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> writer.write(target));
    assertThat(contents(folder)).containsExactly(target);
  }

  @Test
  void folderCannotBeOverwritten() {
    assertUnwritable(folder, "is a folder: name a .safetensors file");
    assertUnwritable(folder.getRoot(), "is a folder");
  }

  @Test
  void missingFolderOfTheTargetIsSaidToBeMissing() {
    assertUnwritable(
        folder.resolve("none").resolve("x.safetensors"),
        "cannot be written: there is no folder " + folder.resolve("none"));
  }

  @Test
  void fileInPlaceOfTheTargetsFolderIsRefused() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertUnwritable(file.resolve("x.safetensors"), "cannot be written");
    assertThat(contents(folder)).containsExactly(file);
  }

  private static void assertUnwritable(Path target, String reason) {
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> sample().write(target))
        .withMessageStartingWith(target.toString())
        .withMessageContaining(reason);
  }

  private static List<Path> contents(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
