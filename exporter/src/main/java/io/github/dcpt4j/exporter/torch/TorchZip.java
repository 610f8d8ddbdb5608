package io.github.dcpt4j.exporter.torch;

import io.github.dcpt4j.exporter.weights.CheckpointException;
import io.github.dcpt4j.exporter.weights.TensorLimits;
import io.github.dcpt4j.sdk.text.Text;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * The form that PyTorch writes since version 1.6: a zip archive with one folder, in it {@code
 * data.pkl}, the storages as {@code data/KEY} and sometimes {@code byteorder}. Nothing in it is
 * compressed. Entries are looked up by name and never written to a disk.
 */
final class TorchZip implements TorchContainer {

  private static final Pattern PICKLE = Pattern.compile("[^/]+/data\\.pkl");
  // Folders above, roots of disks, separators of other systems.
  private static final Pattern LEADING_OUT =
      Pattern.compile("/.*|.*\\\\.*|.*\\p{Cntrl}.*|[A-Za-z]:.*|(.*/)?\\.\\.(/.*)?", Pattern.DOTALL);

  private final ZipFile archive;
  private final Map<String, ZipEntry> entries;
  private final String folder;
  // Entries of a crafted archive may overlap: what is read from it is never more than there is.
  private long unread;

  TorchZip(Path file) throws IOException {
    unread = Files.size(file);
    archive = open(file);
    try {
      entries = entries(archive);
      folder = folder(entries);
    } catch (CheckpointException e) {
      archive.close();
      throw e;
    }
  }

  private static ZipFile open(Path file) throws IOException {
    try {
      return new ZipFile(file.toFile());
    } catch (ZipException e) {
      throw new CheckpointException("its table of contents is missing or damaged", e);
    }
  }

  private static Map<String, ZipEntry> entries(ZipFile archive) {
    Map<String, ZipEntry> entries = new LinkedHashMap<>();
    for (ZipEntry entry : Collections.list(archive.entries())) {
      if (LEADING_OUT.matcher(entry.getName()).matches()) {
        throw new CheckpointException("it has an entry whose name leads out of it");
      }
      if (entries.put(entry.getName(), entry) != null) {
        throw new CheckpointException("it has two entries of the same name");
      }
    }
    return entries;
  }

  private static String folder(Map<String, ZipEntry> entries) {
    List<String> pickles =
        entries.keySet().stream().filter(PICKLE.asMatchPredicate()).limit(2).toList();
    if (pickles.size() != 1) {
      throw new CheckpointException(
          pickles.isEmpty()
              ? "it is a zip archive without the data.pkl of PyTorch"
              : "it holds more than one data.pkl");
    }
    return pickles.get(0).substring(0, pickles.get(0).lastIndexOf('/') + 1);
  }

  @Override
  public Object root() throws IOException {
    ZipEntry pickle = entries.get(folder + "data.pkl");
    if (pickle.getSize() > MAXIMUM_PICKLE) {
      throw new CheckpointException("its description of the weights is too long");
    }
    return new TorchUnpickler().read(new PickleInput(content(pickle, "data.pkl")));
  }

  @Override
  public ByteBuffer read(TorchStorage storage) throws IOException {
    ZipEntry entry = entries.get(folder + "data/" + storage.key());
    if (entry == null) {
      throw new CheckpointException("the values of a storage are missing");
    }
    if (entry.getSize() != storage.bytes()) {
      throw new CheckpointException("a storage has another size than its description says");
    }
    return ByteBuffer.wrap(content(entry, "a storage")).order(byteOrder());
  }

  private ByteOrder byteOrder() throws IOException {
    ZipEntry entry = entries.get(folder + "byteorder");
    if (entry == null) {
      return ByteOrder.LITTLE_ENDIAN;
    }
    String order =
        entry.getSize() > "little".length()
            ? ""
            : new String(content(entry, "byteorder"), StandardCharsets.US_ASCII);
    return switch (order) {
      case "little" -> ByteOrder.LITTLE_ENDIAN;
      case "big" -> ByteOrder.BIG_ENDIAN;
      default -> throw new CheckpointException("its byte order is unknown");
    };
  }

  private byte[] content(ZipEntry entry, String what) throws IOException {
    if (entry.getMethod() != ZipEntry.STORED || entry.getSize() != entry.getCompressedSize()) {
      throw new CheckpointException(
          Text.of("%s is compressed, which PyTorch does not do: pack it without", what));
    }
    if (entry.getSize() > unread) {
      throw new CheckpointException(Text.of("%s is said to be larger than the file", what));
    }
    if (entry.getSize() > TensorLimits.MAXIMUM_BYTES) {
      throw new CheckpointException(Text.of("%s is larger than 2 GiB", what));
    }
    unread -= entry.getSize();
    byte[] content = new byte[(int) entry.getSize()];
    try (InputStream stream = archive.getInputStream(entry)) {
      if (stream.readNBytes(content, 0, content.length) < content.length) {
        throw new CheckpointException(Text.of("%s is cut off", what));
      }
    } catch (ZipException e) {
      throw new CheckpointException(Text.of("%s is damaged", what), e);
    }
    CRC32 checksum = new CRC32();
    checksum.update(content);
    if (checksum.getValue() != entry.getCrc()) {
      throw new CheckpointException(Text.of("%s does not fit its checksum", what));
    }
    return content;
  }

  @Override
  public void close() throws IOException {
    archive.close();
  }
}
