package io.github.dcpt4j.cli.restore;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dcpt4j.cli.Samples;
import io.github.dcpt4j.cli.Terminal;
import io.github.dcpt4j.sdk.image.Layout;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.codec.PictureCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code dcpt restore} with folders of pictures and its options. */
class BatchRestoreTest {

  @TempDir private static Path shared;
  private static Path model;

  @TempDir private Path folder;
  private Path in;
  private Path out;

  @BeforeAll
  static void exportModel() {
    model = Samples.modelIn(shared);
  }

  @BeforeEach
  void makePictures() {
    in = folder.resolve("in");
    out = folder.resolve("out");
    Samples.picture(in.resolve("one.png"), 20, 12);
    Samples.picture(in.resolve("deep/er/two.jpg"), 12, 20);
  }

  @Test
  void keepsTheTreeOfAFolderAndTellsHowManyAreDone() throws IOException {
    Terminal terminal = restore(in, "-o", out);

    assertThat(terminal.exitCode()).isZero();
    assertThat(terminal.err()).isEqualTo("dcpt: 2 done, 0 skipped, 0 failed" + newLine());
    assertThat(tree(out)).containsExactly("deep/er/two.jpg", "one.png");
    assertThat(terminal.out().lines())
        .containsExactly(
            out.resolve("deep/er/two.jpg").toString(), out.resolve("one.png").toString());
  }

  @Test
  void keepsTheTreeOfAPattern() throws IOException {
    assertThat(restore(in + "/**/*.jpg", "-o", out).exitCode()).isZero();

    assertThat(tree(out)).containsExactly("deep/er/two.jpg");
  }

  @Test
  void aPatternNeedsAFolder() {
    Terminal terminal = restore(in + "/*.png", "-o", folder.resolve("a.png"));

    assertThat(terminal.exitCode()).isEqualTo(2);
    assertThat(terminal.err()).contains("name a folder");
  }

  @Test
  void anOutputFolderWithinTheInputFolderIsNotRestoredAgain() throws IOException {
    Path inside = in.resolve("restored");

    assertThat(restore(in, "-o", inside).exitCode()).isZero();
    assertThat(restore(in, "-o", inside).exitCode()).isZero();

    assertThat(tree(inside)).containsExactly("deep/er/two.jpg", "one.png");
  }

  @Test
  void aPictureThatIsNamedTwiceIsRestoredOnce() {
    Terminal terminal = restore(in, in.resolve("one.png"), "-o", out);

    assertThat(terminal.exitCode()).isZero();
    assertThat(terminal.err()).startsWith("dcpt: 2 done");
  }

  @Test
  void convertsAllPicturesOfAFolder() throws IOException {
    Samples.picture(in.resolve("three.JPEG"), 9, 9);

    assertThat(restore(in, "-o", out, "--format", "jpg").exitCode()).isZero();
    assertThat(tree(out)).containsExactly("deep/er/two.jpg", "one.jpg", "three.JPEG");

    Path other = folder.resolve("other");
    assertThat(restore(in, "-o", other, "--format", "webp").exitCode()).isZero();
    assertThat(tree(other)).containsExactly("deep/er/two.webp", "one.webp", "three.webp");
    assertThat(new PictureCodec().read(other.resolve("one.webp")).width()).isEqualTo(20);
  }

  @Test
  void refusesTwoPicturesThatWouldBecomeOne() {
    Samples.picture(in.resolve("one.bmp"), 9, 9);

    Terminal terminal = restore(in, "-o", out, "--format", "png");

    assertThat(terminal.exitCode()).isEqualTo(2);
    assertThat(terminal.err()).contains("would both become");
    assertThat(out).doesNotExist();
  }

  @Test
  void resumingSkipsWhatIsDoneAndDoesChangedPicturesAgain() throws IOException {
    restore(in, "-o", out);
    Path first = out.resolve("one.png");
    Path second = out.resolve("deep/er/two.jpg");
    FileTime old = FileTime.fromMillis(1_000_000_000_000L);
    Files.setLastModifiedTime(in.resolve("one.png"), old);
    Files.setLastModifiedTime(first, old);
    Files.setLastModifiedTime(second, old);

    JsonNode json = json(restore(in, "-o", out, "--resume", "--json"));

    assertThat(json.get("done").asInt()).isEqualTo(1);
    assertThat(json.get("skipped").asInt()).isEqualTo(1);
    assertThat(json.get("files").get(0).get("output").asText()).isEqualTo(second.toString());
    assertThat(json.get("files").get(1).get("skipped").asText()).isEqualTo(first.toString());
    assertThat(Files.getLastModifiedTime(first)).isEqualTo(old);
    assertThat(Files.getLastModifiedTime(second)).isGreaterThan(old);
  }

  @Test
  void resumingDoesWhatFailedAndWhatIsMissing() throws IOException {
    Path broken = Files.writeString(in.resolve("broken.png"), "no picture");
    assertThat(restore(in, "-o", out).exitCode()).isEqualTo(1);
    Files.delete(out.resolve("one.png"));
    Samples.picture(broken, 8, 8);

    Terminal terminal = restore(in, "-o", out, "--resume");

    assertThat(terminal.exitCode()).isZero();
    assertThat(terminal.err()).isEqualTo("dcpt: 2 done, 1 skipped, 0 failed" + newLine());
    assertThat(tree(out)).containsExactly("broken.png", "deep/er/two.jpg", "one.png");
  }

  @Test
  void resultsHaveTheOrderOfTheInputs() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.png"), "no picture");
    Path one = in.resolve("one.png");
    Path two = in.resolve("deep/er/two.jpg");

    JsonNode json = json(restore(one, broken, two, "-o", out, "--json"));

    assertThat(json.get("files").findValuesAsText("input"))
        .containsExactly(one.toString(), broken.toString(), two.toString());
    assertThat(json.get("done").asInt()).isEqualTo(2);
    assertThat(json.get("failed").asInt()).isEqualTo(1);
    assertThat(json.get("interrupted").asBoolean()).isFalse();
  }

  @Test
  void noStrengthLeavesAPictureAsItIs() {
    PictureCodec codec = new PictureCodec();
    Path one = in.resolve("one.png");
    Path target = folder.resolve("a.png");

    restore(one, "-o", target, "--strength", "0");
    assertThat(codec.read(target)).isEqualTo(codec.read(one));

    restore(one, "-o", target, "--strength", "1");
    assertThat(codec.read(target)).isNotEqualTo(codec.read(one));
  }

  @Test
  void theMeanOverFlipsIsAnotherPicture() {
    Path one = in.resolve("one.png");
    Path plain = folder.resolve("plain.png");
    Path mean = folder.resolve("mean.png");

    restore(one, "-o", plain);
    restore(one, "-o", mean, "--augment");

    assertThat(new PictureCodec().read(mean)).isNotEqualTo(new PictureCodec().read(plain));
  }

  @Test
  void qualityDecidesTheSizeOfJpegFiles() throws IOException {
    Path poor = folder.resolve("poor.jpg");
    Path good = folder.resolve("good.jpg");
    Path picture = Samples.picture(in.resolve("noise.png"), 64, 64);

    restore(picture, "-o", poor, "--quality", "20");
    restore(picture, "-o", good, "--quality", "90");

    assertThat(Files.size(poor)).isLessThan(Files.size(good) / 2);
  }

  @Test
  void picturesBeyondALimitFailAndTheOthersGoOn() throws IOException {
    Samples.picture(in.resolve("large.png"), 1100, 1000);

    Terminal pixels = restore(in, "-o", out, "--pixels", "1");
    assertThat(pixels.exitCode()).isEqualTo(1);
    assertThat(pixels.err()).contains("large.png").contains("2 done, 0 skipped, 1 failed");

    Terminal memory = restore(in, "-o", out, "--tile", "whole", "--memory", "1", "--format", "png");
    assertThat(memory.exitCode()).isEqualTo(1);
    assertThat(memory.err())
        .contains("Cannot restore " + in.resolve("large.png"), "raise it, or allow tiles")
        .contains("1 failed");

    Terminal time = restore(in.resolve("large.png"), "-o", out, "--timeout", "0.001");
    assertThat(time.exitCode()).isEqualTo(1);
    assertThat(time.err()).contains("large.png", "allow more time");
    assertThat(tree(out)).containsExactly("deep/er/two.jpg", "deep/er/two.png", "one.png");
  }

  @Test
  void tellsThatAModelForWholePicturesWasGivenTiles() {
    Path large = Samples.picture(in.resolve("large.png"), 1000, 800);

    Terminal terminal = restore(large, "-o", out, "--tile", "tiled");

    assertThat(terminal.exitCode()).isZero();
    assertThat(terminal.err().lines())
        .singleElement()
        .asString()
        .startsWith("dcpt: " + large + ": The model wants to see whole pictures");
  }

  @Test
  void aPictureThatTheFormatCannotHoldIsNamed() {
    Path clear = in.resolve("clear.png");
    Picture transparent = Picture.of(9, 9, 4, Layout.INTERLEAVED, new byte[4 * 9 * 9]);
    new PictureCodec().write(transparent, clear);

    Terminal terminal = restore(clear, "-o", out, "--format", "jpg");

    assertThat(terminal.exitCode()).isEqualTo(1);
    assertThat(terminal.err()).startsWith("dcpt: Cannot write " + out.resolve("clear.jpg"));
  }

  @Test
  void cutsPicturesIntoTilesWhereAsked() throws IOException {
    Samples.picture(in.resolve("large.png"), 1000, 800);

    JsonNode tiled = json(restore(in, "-o", out, "--tile", "tiled", "--json"));
    JsonNode whole = json(restore(in, "-o", out, "--json"));

    assertThat(tiled.get("files").get(1).get("tiles").asInt()).isGreaterThan(1);
    assertThat(whole.get("files").findValuesAsText("tiles")).containsExactly("1", "1", "1");
  }

  @ParameterizedTest
  @CsvSource({
    "--strength, 1.5, strength",
    "--tile, some, some",
    "--timeout, 0, time limit",
    "--memory, 0, memory budget",
    "--quality, 0, quality",
    "--pixels, 0, pixel limit",
    "--format, gif, no picture format",
    "--format, jpg, leave --format out"
  })
  void optionsOutOfRangeAreWrongUsage(String option, String value, String message) {
    Terminal terminal =
        restore(in.resolve("one.png"), "-o", folder.resolve("a.png"), option, value);

    assertThat(terminal.exitCode()).isEqualTo(2);
    assertThat(terminal.err().lines()).singleElement().asString().contains(message);
    assertThat(folder.resolve("a.png")).doesNotExist();
  }

  @Test
  void classifiesFoldersToo() {
    Terminal terminal = Terminal.run("classify", in, in + "/*.png", "--model", model);

    assertThat(terminal.exitCode()).isZero();
    assertThat(terminal.out().lines())
        .satisfiesExactly(
            line -> assertThat(line).contains("two.jpg: "),
            line -> assertThat(line).contains("one.png: "));
  }

  private static Terminal restore(Object... arguments) {
    return Terminal.run(
        Stream.concat(Stream.of("restore", "--model", model), Arrays.stream(arguments)).toArray());
  }

  private static JsonNode json(Terminal terminal) throws IOException {
    return new ObjectMapper().readTree(terminal.out());
  }

  private static List<String> tree(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }

  private static String newLine() {
    return System.lineSeparator();
  }

  @Test
  void standardOutputTakesOnePictureAndNothingElse() {
    assertThat(restore(in, "-o", "-").err()).contains("several pictures", "name a folder");
    assertThat(restore(in.resolve("one.png"), "-o", "-", "--json").err()).contains("leave out");
    assertThat(restore(in.resolve("one.png"), "-o", "-", "--resume").exitCode()).isEqualTo(2);
  }

  @Test
  void stripsWhatAPictureTellsOfItsTaking() {
    PictureCodec codec = new PictureCodec();
    Path tagged = in.resolve("one.png");
    Picture picture = codec.read(tagged);
    // Little-endian TIFF with one entry: Make is "A".
    byte[] exif = {
      'I', 'I', 42, 0, 8, 0, 0, 0, 1, 0, 15, 1, 2, 0, 2, 0, 0, 0, 'A', 0, 0, 0, 0, 0, 0, 0
    };
    codec.write(picture.withMetadata(picture.metadata().withExif(exif)), tagged);

    assertThat(restore(tagged, "-o", out.resolve("kept/")).exitCode()).isZero();
    assertThat(restore(tagged, "-o", out.resolve("stripped/"), "--strip").exitCode()).isZero();

    assertThat(codec.read(out.resolve("kept/one.png")).metadata().exif()).isPresent();
    assertThat(codec.read(out.resolve("stripped/one.png")).metadata().exif()).isEmpty();
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links and permissions are others there")
  void aLinkStaysALinkAndAFileKeepsItsPermissions() throws IOException {
    Path input = in.resolve("one.png");
    Files.createDirectories(out);
    Path real = Files.copy(input, out.resolve("real.png"));
    Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-------"));
    Path link = Files.createSymbolicLink(out.resolve("link.png"), Path.of("real.png"));
    Path dangling = Files.createSymbolicLink(out.resolve("new.png"), Path.of("made.png"));

    assertThat(restore(input, "-o", link).exitCode()).isZero();
    assertThat(restore(input, "-o", dangling).exitCode()).isZero();

    assertThat(link).isSymbolicLink();
    assertThat(Files.mismatch(input, real)).isNotNegative();
    assertThat(Files.getPosixFilePermissions(real))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(dangling).isSymbolicLink();
    assertThat(out.resolve("made.png")).isRegularFile();
  }

  @Test
  void jpegFilesOfAllTheirExtensionsAreFound() throws IOException {
    Files.copy(in.resolve("deep/er/two.jpg"), in.resolve("three.jfif"));
    Files.copy(in.resolve("deep/er/two.jpg"), in.resolve("four.jpe"));

    assertThat(restore(in, "-o", out).exitCode()).isZero();

    assertThat(tree(out)).contains("three.jfif", "four.jpe");
  }
}
