package io.github.dcpt4j.trainer.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcpt4j.trainer.events.schema.Event;
import io.github.dcpt4j.trainer.events.schema.SessionLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogTest {

  @TempDir private Path folder;

  private List<Path> files() throws IOException {
    return EventFiles.in(folder);
  }

  private List<String> scalars() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : files()) {
      for (Event event : EventFiles.events(file)) {
        event
            .getSummary()
            .getValueList()
            .forEach(
                value ->
                    found.add(
                        event.getStep() + " " + value.getTag() + " " + value.getSimpleValue()));
      }
    }
    return found;
  }

  @Test
  void computesTheChecksumThatTheStandardGivesForItsExample() {
    // RFC 3720, B.4: 32 bytes of zeros.
    assertThat(EventFiles.crc32c(new byte[32])).isEqualTo(0x8a9136aa);
    assertThat(EventFiles.crc32c("123456789".getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo(0xe3069283);
  }

  @Test
  void framesARecordAsTensorBoardDoes() {
    byte[] framed = RecordFile.framed("abc".getBytes(StandardCharsets.US_ASCII));
    ByteBuffer bytes = ByteBuffer.wrap(framed).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(framed).hasSize(8 + 4 + 3 + 4);
    assertThat(bytes.getInt(8))
        .isEqualTo(EventFiles.masked(HexFormat.of().parseHex("0300000000000000")));
    assertThat(bytes.getInt(15)).isEqualTo(EventFiles.masked(new byte[] {'a', 'b', 'c'}));
    assertThat(RecordFile.records(framed)).containsExactly(new byte[] {'a', 'b', 'c'});
  }

  @Test
  void beginsWithTheVersionAndTheStart() throws IOException {
    EventLog.open(folder, 0);

    assertThat(files())
        .singleElement()
        .asString()
        .containsPattern("events\\.out\\.tfevents\\.\\d{10}\\.");
    List<Event> events = EventFiles.events(files().get(0));
    assertThat(events.get(0).getFileVersion()).isEqualTo("brain.Event:2");
    assertThat(events.get(0).getWallTime()).isGreaterThan(1.5e9);
    assertThat(events.get(1).getSessionLog().getStatus()).isEqualTo(SessionLog.SessionStatus.START);
    assertThat(events.get(1).getStep()).isEqualTo(1);
  }

  @Test
  void keepsScalarsByTagAndStepAndLeavesOutWhatIsNoNumber() throws IOException {
    EventLog log = EventLog.open(folder, 0);
    log.add(10, Map.of("loss/pixel", 0.5));
    log.add(20, Map.of("loss/pixel", 0.25, "accuracy", Double.NaN));

    assertThat(scalars()).containsExactly("10 loss/pixel 0.5", "20 loss/pixel 0.25");
  }

  @Test
  void dropsWhatAKillUndidAndBeginsANewFile() throws IOException {
    EventLog log = EventLog.open(folder, 0);
    for (long step = 10; step <= 40; step += 10) {
      log.add(step, Map.of("a", (double) step));
    }
    Path first = files().get(0);
    byte[] torn = RecordFile.framed(new byte[100]);
    Files.write(first, Arrays.copyOf(torn, 30), StandardOpenOption.APPEND);

    EventLog again = EventLog.open(folder, 20);
    again.add(30, Map.of("a", 31.0));

    assertThat(files()).hasSize(2).first().isEqualTo(first);
    assertThat(scalars()).containsExactly("10 a 10.0", "20 a 20.0", "30 a 31.0");
    assertThat(EventFiles.events(files().get(1)).get(1).getStep()).isEqualTo(21);
  }

  @Test
  void leavesAWholeFileAsItIs() throws IOException {
    EventLog.open(folder, 0).add(10, Map.of("a", 1.0));
    byte[] before = Files.readAllBytes(files().get(0));

    EventLog.open(folder, 10);

    assertThat(files().get(0)).hasBinaryContent(before);
  }

  @Test
  void readsUpToADamagedRecord() {
    byte[] first = RecordFile.framed(new byte[] {1});
    byte[] second = RecordFile.framed(new byte[] {2});
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    assertThat(RecordFile.records(both)).hasSize(2);
    for (int i = first.length; i < both.length; i++) {
      byte[] damaged = both.clone();
      damaged[i] ^= 1;
      assertThat(RecordFile.records(damaged)).as("byte %d", i).hasSize(1);
      assertThat(RecordFile.records(Arrays.copyOf(both, i))).as("cut at %d", i).hasSize(1);
    }
  }
}
