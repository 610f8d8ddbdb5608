package io.github.dcpt4j.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcpt4j.trainer.TestPictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose pictures were named by paths that begin where the command was given. */
class RelativePathsTest {

  @TempDir private Path folder;

  private SmallRun relative() throws IOException {
    SmallRun small = SmallRun.in(folder, 2);
    Path here = Path.of("").toAbsolutePath();
    return new SmallRun(
        small.procedure(),
        null,
        null,
        here.relativize(small.photographs()),
        small.stages(),
        small.learningRate(),
        null);
  }

  @Test
  void areWrittenDownSoThatTheRunGoesOnFromElsewhere() throws IOException {
    Path run = folder.resolve("run");
    SmallRun.train(run, relative().settings());

    try (RunFolder written = RunFolder.open(run)) {
      assertThat(written.settings().orElseThrow().data().clean())
          .containsExactly(folder.resolve("photographs"));
    }
  }

  @Test
  void areTheSameRunAsWithPathsFromTheRoot() throws IOException {
    RunSettings relative = relative().settings();

    assertThat(relative.differences(SmallRun.in(folder, 2).settings())).isEmpty();
  }

  @Test
  void ofAnEarlierVersionAreHeldToTheirPictures() throws IOException {
    Path run = folder.resolve("run");
    RunSettings relative = relative().settings();
    SmallRun.train(run, relative);
    String named = relative.data().clean().get(0).toString();
    for (String name : new String[] {"settings.json", "data.json"}) {
      Path file = run.resolve(name);
      String absolute = folder.resolve("photographs").toString();
      Files.writeString(file, Files.readString(file).replace(absolute, named));
    }
    TestPictures.write(TestPictures.waves(96, 96, 7), folder.resolve("photographs/z.png"));

    assertThatThrownBy(() -> SmallRun.train(run, relative))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("does not hold the pictures that the run began with");
  }
}
