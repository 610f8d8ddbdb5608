package io.github.dcpt4j.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a run whose disk is full when it saves a checkpoint. */
class FullDiskTest {

  private static final int BLOCK = 512;
  private static final long DISK = 1 << 20;

  @TempDir private Path folder;

  @Test
  void theLastCheckpointIsKeptAndTheRunGoesOnOnceThereIsRoom() throws IOException {
    RunSettings settings = SmallRun.in(folder, 60).settings();
    Checkpoint whole = SmallRun.train(folder.resolve("whole"), settings);
    try (FileSystem disk =
        Jimfs.newFileSystem(
            Configuration.unix().toBuilder().setBlockSize(BLOCK).setMaxSize(DISK).build())) {
      Path run = disk.getPath("/disk/run");
      Path filler = disk.getPath("/disk/filler");

      assertThatThrownBy(() -> SmallRun.train(run, settings, new FillsTheDisk(filler)))
          .isInstanceOf(RunException.class)
          .hasMessageContaining("/disk/run/model.safetensors cannot be written: out of disk space")
          .hasMessageContaining("what was saved before is kept: see that the disk has room");

      assertThat(Checkpoint.read(run.resolve("model.safetensors")).provenance().get("stage 1"))
          .contains("20 of 60 iterations");
      try (RunFolder left = RunFolder.open(run);
          Stream<Path> files = Files.list(run)) {
        assertThat(left.state()).hasValueSatisfying(at -> assertThat(at.iteration()).isEqualTo(20));
        assertThat(files.map(file -> file.getFileName().toString()))
            .noneMatch(name -> name.endsWith(".part"));
      }

      Files.delete(filler);
      SmallRun.Heard heard = new SmallRun.Heard();
      Checkpoint resumed = SmallRun.train(run, settings, heard);
      assertThat(heard.starts()).containsExactly(20L);
      assertThat(resumed.weights().asMap()).isEqualTo(whole.weights().asMap());
    }
  }

  /**
   * Leaves no room after iteration 30, which is between two checkpoints, but for a line of the log.
   */
  private record FillsTheDisk(Path filler) implements ProgressListener {

    @Override
    public void started(long iteration, long iterations) {
      assertThat(iteration).isZero();
    }

    @Override
    public void advanced(Progress progress) {
      if (progress.iteration() != 30) {
        return;
      }
      try (OutputStream file = Files.newOutputStream(filler)) {
        while (true) {
          file.write(new byte[BLOCK]);
        }
      } catch (IOException full) {
        assertThat(full).hasMessageContaining("out of disk space");
      }
      leaveRoomForALine();
    }

    private void leaveRoomForALine() {
      try (SeekableByteChannel file = Files.newByteChannel(filler, StandardOpenOption.WRITE)) {
        file.truncate(file.size() - 2 * BLOCK);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
