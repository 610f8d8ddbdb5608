package io.github.dcpt4j.trainer.events;

import com.google.protobuf.InvalidProtocolBufferException;
import io.github.dcpt4j.sdk.file.PartFile;
import io.github.dcpt4j.sdk.text.Text;
import io.github.dcpt4j.trainer.events.schema.Event;
import io.github.dcpt4j.trainer.events.schema.SessionLog;
import io.github.dcpt4j.trainer.events.schema.Summary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Scalars over the steps of a run, as TensorBoard reads them: {@code tensorboard --logdir FOLDER}.
 *
 * <p>Every start writes a file of its own, as TensorBoard expects, in which a record says at which
 * step it begins: a TensorBoard that looks on drops what it has read from there on. Files of
 * earlier starts lose what a kill undid, that is later steps and a record that is not whole, so
 * that readers which know nothing of starts see every step once.
 */
public final class EventLog {

  private static final String PREFIX = "events.out.tfevents.";
  private static final String VERSION = "brain.Event:2";
  private static final double MILLI = 1e-3;

  private final Path file;

  private EventLog(Path file) {
    this.file = file;
  }

  /**
   * Begins a log, or goes on with it.
   *
   * @param folder holds the log's files
   * @param step finished steps: what is logged of later ones is dropped
   * @throws IOException if the folder cannot be written, or holds another kind of log
   */
  public static EventLog open(Path folder, long step) throws IOException {
    List<Path> earlier = files(folder);
    for (Path file : earlier) {
      dropAfter(file, step);
    }
    // Readers take the files in the order of their names: by time, and by number within a second.
    Path file =
        folder.resolve(
            Text.of(
                "%s%010d.dcpt.%04d", PREFIX, System.currentTimeMillis() / 1000, earlier.size()));
    try (PartFile part = PartFile.beside(file)) {
      ByteArrayOutputStream head = new ByteArrayOutputStream();
      write(head, event(0).setFileVersion(VERSION).build());
      write(
          head,
          event(step + 1)
              .setSessionLog(SessionLog.newBuilder().setStatus(SessionLog.SessionStatus.START))
              .build());
      Files.write(part.path(), head.toByteArray());
      part.finish();
    }
    return new EventLog(file);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> entry.getFileName().toString().startsWith(PREFIX))
          .sorted()
          .toList();
    }
  }

  private static void dropAfter(Path file, long step) throws IOException {
    byte[] content = Files.readAllBytes(file);
    ByteArrayOutputStream kept = new ByteArrayOutputStream(content.length);
    for (byte[] record : RecordFile.records(content)) {
      if (parse(record).getStep() <= step) {
        kept.writeBytes(RecordFile.framed(record));
      }
    }
    if (kept.size() == content.length) {
      return;
    }
    try (PartFile part = PartFile.beside(file)) {
      Files.write(part.path(), kept.toByteArray());
      part.finish();
    }
  }

  private static Event parse(byte[] record) throws IOException {
    try {
      return Event.parseFrom(record);
    } catch (InvalidProtocolBufferException e) {
      throw new IOException("a record is no event", e);
    }
  }

  /**
   * Adds values of a step. After a kill either all of them are in the log or none.
   *
   * @param step number of finished steps
   * @param scalars values by tag; tags of a common start and a slash share a section of the page.
   *     Values that are no numbers are left out
   * @throws IOException if the file cannot be written
   */
  public void add(long step, Map<String, Double> scalars) throws IOException {
    Summary.Builder summary = Summary.newBuilder();
    scalars.forEach(
        (tag, value) -> {
          if (!value.isNaN()) {
            summary.addValue(
                Summary.Value.newBuilder().setTag(tag).setSimpleValue(value.floatValue()));
          }
        });
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    write(record, event(step).setSummary(summary).build());
    Files.write(file, record.toByteArray(), StandardOpenOption.APPEND);
  }

  private static Event.Builder event(long step) {
    return Event.newBuilder().setWallTime(System.currentTimeMillis() * MILLI).setStep(step);
  }

  private static void write(ByteArrayOutputStream bytes, Event event) {
    bytes.writeBytes(RecordFile.framed(event.toByteArray()));
  }
}
