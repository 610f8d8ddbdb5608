package io.github.dcpt4j.cli.restore;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dcpt4j.cli.Samples;
import io.github.dcpt4j.cli.Terminal;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.codec.PictureCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoreCommandTest {

  @TempDir private static Path shared;
  private static Path model;

  @TempDir private Path folder;
  private Path picture;
  private Path out;

  @BeforeAll
  static void exportModel() {
    model = Samples.modelIn(shared);
  }

  @BeforeEach
  void makePicture() throws IOException {
    picture = Samples.picture(folder.resolve("in/photo.png"), 21, 13);
    out = Files.createDirectory(folder.resolve("out"));
  }

  @Test
  void writesAPictureOfTheSameSize() {
    Path target = out.resolve("restored.png");

    Terminal terminal = restore(picture, "-o", target);

    assertThat(terminal).isEqualTo(new Terminal(0, target + System.lineSeparator(), ""));
    Picture restored = new PictureCodec().read(target);
    assertThat(restored.width()).isEqualTo(21);
    assertThat(restored.height()).isEqualTo(13);
  }

  @Test
  void keepsTheNamesOfSeveralPicturesInAFolderThatItMakes() throws IOException {
    Samples.picture(folder.resolve("in/two.jpg"), 9, 8);
    Path made = folder.resolve("made/here");

    assertThat(restore(folder.resolve("in"), "-o", made).exitCode()).isZero();

    assertThat(Samples.names(made)).containsExactly("photo.png", "two.jpg");
  }

  @Test
  void goesOnAfterABrokenFile() throws IOException {
    Path text = Files.writeString(folder.resolve("text.png"), "no picture");
    Path empty = Files.createFile(folder.resolve("empty.png"));
    Path cut = Samples.cutOff(picture, folder.resolve("cut.png"));
    Path missing = folder.resolve("missing.png");

    Terminal terminal = restore(text, empty, cut, missing, picture, "-o", out);

    assertThat(terminal.exitCode()).isEqualTo(1);
    assertThat(Samples.names(out)).containsExactly("photo.png");
    assertThat(terminal.err().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("dcpt: ").contains(text.toString()),
            line -> assertThat(line).startsWith("dcpt: ").contains(empty.toString()),
            line -> assertThat(line).startsWith("dcpt: ").contains(cut.toString()),
            line -> assertThat(line).contains(missing.toString(), "no such file"),
            line -> assertThat(line).isEqualTo("dcpt: 1 done, 0 skipped, 4 failed"));
  }

  @Test
  void printsOneJsonDocumentAndNothingElse() throws IOException {
    Terminal terminal =
        restore(picture, folder.resolve("missing.png"), "-o", out, "--json", "--device", "cpu");

    JsonNode json = json(terminal.out());
    assertThat(terminal.exitCode()).isEqualTo(1);
    JsonNode done = json.get("files").get(0);
    assertThat(done.get("output").asText()).isEqualTo(out.resolve("photo.png").toString());
    assertThat(done.get("device").asText()).isEqualTo("cpu");
    assertThat(done.get("scores")).hasSize(Samples.LABELS.size());
    assertThat(done.get("millis").get("network").asDouble()).isPositive();
    assertThat(json.get("files").get(1).get("error").asText()).contains("missing.png");
    assertThat(json.get("processMillis").asDouble())
        .isGreaterThan(done.get("millis").get("network").asDouble());
  }

  @Test
  void neverOverwritesAnInput() throws IOException {
    byte[] before = Files.readAllBytes(picture);

    assertUsage(restore(picture, "-o", picture), "would be overwritten");
    assertUsage(restore(folder.resolve("in"), "-o", folder.resolve("in")), "would be overwritten");

    assertThat(picture).hasBinaryContent(before);
  }

  @Test
  void refusesSeveralPicturesForOneFile() {
    assertUsage(restore(picture, picture, "-o", out.resolve("a.png")), "name a folder");
    assertUsage(restore(folder.resolve("in"), "-o", out.resolve("a.png")), "name a folder");
  }

  @Test
  void refusesTwoPicturesOfOneName() {
    Path other = Samples.picture(folder.resolve("other/photo.png"), 8, 8);

    assertUsage(restore(picture, other, "-o", out), "would both become");
  }

  @Test
  void aTargetThatCannotBeWrittenFailsThatInput() throws IOException {
    Terminal terminal = restore(picture, "-o", folder.resolve("nowhere/a.png"));

    assertThat(terminal.exitCode()).isEqualTo(1);
    assertThat(terminal.err().lines()).singleElement().asString().contains("there is no folder");
    assertThat(folder.resolve("nowhere")).doesNotExist();
  }

  @Test
  void aFolderWithoutPicturesIsAnError() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));

    Terminal terminal = restore(empty, "-o", out);

    assertThat(terminal.exitCode()).isEqualTo(1);
    assertThat(terminal.err().lines()).singleElement().asString().contains("holds no picture");
  }

  @Test
  void aModelThatCannotBeUsedIsNamed() throws IOException {
    Path text = Files.writeString(folder.resolve("text.onnx"), "no model");

    for (Path broken : new Path[] {text, folder.resolve("missing.onnx")}) {
      Terminal terminal = Terminal.run("restore", picture, "-o", out, "--model", broken);
      assertThat(terminal.exitCode()).isEqualTo(3);
      assertThat(terminal.err().lines()).hasSize(1);
    }
    assertThat(Samples.names(out)).isEmpty();
  }

  @Test
  void anUnknownDeviceIsWrongUsage() {
    assertUsage(restore(picture, "-o", out, "--device", "toaster"), "toaster");
  }

  @Test
  void verboseAddsTheStack() {
    Terminal terminal = restore(folder.resolve("missing.png"), "-o", out, "--verbose");

    assertThat(terminal.err()).contains("PictureException", "\tat ");
  }

  private static Terminal restore(Object... arguments) {
    Object[] command = new Object[arguments.length + 3];
    command[0] = "restore";
    command[1] = "--model";
    command[2] = model;
    System.arraycopy(arguments, 0, command, 3, arguments.length);
    return Terminal.run(command);
  }

  private static void assertUsage(Terminal terminal, String message) {
    assertThat(terminal.exitCode()).isEqualTo(2);
    assertThat(terminal.out()).isEmpty();
    assertThat(terminal.err().lines()).singleElement().asString().contains(message);
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).readTree(text);
  }
}
