package io.github.dcpt4j.cli.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.junit.jupiter.api.Test;

class RestoreProgressTest {

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final StringWriter err = new StringWriter();

  @Test
  void countsPicturesAndNamesTheTileOfALargeOne() {
    try (RestoreProgress progress = bar(2)) {
      progress.started(Path.of("a/first.png"));
      progress.tileDone(1, 1);
      progress.finished();
      progress.started(Path.of("a/second.png"));
      progress.tileDone(3, 8);
    }

    assertThat(last()).contains("1/2", "second.png, tile 3 of 8");
  }

  @Test
  void countsTheTilesOfASinglePicture() {
    try (RestoreProgress progress = bar(1)) {
      progress.started(Path.of("large.png"));
      progress.tileDone(5, 8);
    }

    assertThat(last()).contains("5/8");
  }

  @Test
  void showsNothingForASinglePictureInOnePiece() {
    try (RestoreProgress progress = bar(1)) {
      progress.started(Path.of("small.png"));
      progress.tileDone(1, 1);
      progress.finished();
      progress.makeRoom();
    }

    assertThat(lines).isEmpty();
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void clearsItsLineBeforeOthersArePrinted() {
    try (RestoreProgress progress = bar(2)) {
      progress.started(Path.of("first.png"));
      progress.makeRoom();
    }

    assertThat(err.toString()).isEqualTo("\r\u001b[K");
  }

  private RestoreProgress bar(int pictures) {
    return new RestoreProgress.Bar(
        pictures,
        new PrintWriter(err),
        () ->
            new ProgressBarBuilder()
                .setConsumer(new DelegatingProgressBarConsumer(lines::add, 200)));
  }

  private String last() {
    return lines.get(lines.size() - 1);
  }
}
