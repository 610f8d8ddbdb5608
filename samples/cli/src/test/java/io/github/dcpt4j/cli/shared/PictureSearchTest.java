package io.github.dcpt4j.cli.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.dcpt4j.sdk.error.PictureException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PictureSearchTest {

  @TempDir private Path folder;

  @BeforeEach
  void makeTree() throws IOException {
    for (String name :
        List.of(
            "b.jpg", "a.PNG", "notes.txt", ".hidden.png", ".cache/c.png", "x/d.jpg", "x/y/e.jpg")) {
      touch(name);
    }
  }

  @Test
  void findsAllPicturesBelowAFolderExceptHiddenOnes() {
    assertThat(names(folder.toString())).containsExactly("a.PNG", "b.jpg", "x/d.jpg", "x/y/e.jpg");
  }

  @Test
  void searchesAHiddenFolderThatIsNamed() {
    assertThat(names(folder.resolve(".cache").toString())).containsExactly("c.png");
  }

  @Test
  void leavesOutTheExcludedFolderUnlessItIsNamed() {
    PictureSearch files = new PictureSearch(Optional.of(folder.resolve("x")), unreadable -> {});

    assertThat(names(files.find(folder.toString()))).containsExactly("a.PNG", "b.jpg");
    assertThat(names(files.find(folder.resolve("x").toString())))
        .containsExactly("d.jpg", "y/e.jpg");
  }

  @Test
  void aPatternOfOneFolderDoesNotGoDeeper() {
    assertThat(names(folder + "/*.jpg")).containsExactly("b.jpg");
    assertThat(names(folder + "/*/*.jpg")).containsExactly("x/d.jpg");
    assertThat(names(folder + "/[ab].*")).containsExactly("a.PNG", "b.jpg");
  }

  @Test
  void twoAsterisksStandForAnyNumberOfFolders() {
    assertThat(names(folder + "/**/*.jpg")).containsExactly("b.jpg", "x/d.jpg", "x/y/e.jpg");
    assertThat(names(folder + "/x/**/{d,e}.jpg")).containsExactly("d.jpg", "y/e.jpg");
  }

  @Test
  void aPatternFindsPicturesAlone() {
    assertThat(names(folder + "/*")).containsExactly("a.PNG", "b.jpg");
  }

  @Test
  @DisabledOnOs(
      value = OS.WINDOWS,
      disabledReason = "patterns and paths are told apart otherwise there")
  void aFileThatIsNamedLikeAPatternIsAFile() throws IOException {
    Path odd = touch("b[1].jpg");

    assertThat(new PictureSearch().find(odd.toString()))
        .containsExactly(new PictureSearch.Found(odd, Path.of("b[1].jpg")));
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links want special rights there")
  void linksAreFollowedButNotInCircles() throws IOException {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Files.createFile(outside.resolve("f.png"));
    Path tree = folder.resolve("x");
    Files.createSymbolicLink(tree.resolve("loop"), tree);
    Files.createSymbolicLink(tree.resolve("other"), outside);
    Files.createSymbolicLink(tree.resolve("nowhere.png"), folder.resolve("missing.png"));

    assertThat(names(tree.toString()))
        .containsExactly("d.jpg", "nowhere.png", "other/f.png", "y/e.jpg");
  }

  @Test
  void nothingFoundIsAnError() throws IOException {
    PictureSearch files = new PictureSearch();
    Path empty = Files.createDirectory(folder.resolve("empty"));

    assertThatThrownBy(() -> files.find(empty.toString()))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("holds no picture");
    assertThatThrownBy(() -> files.find(folder + "/*.tif"))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("matches no picture");
    assertThatThrownBy(() -> files.find(folder + "/missing/*.jpg"))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("cannot be searched");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "permissions are others there")
  void aFolderWithoutPermissionIsToldAndTheOthersAreSearched() throws IOException {
    Path closed = folder.resolve("x");
    Files.setPosixFilePermissions(closed, Set.of());
    assumeFalse(Files.isReadable(closed), "the administrator may read everything");
    List<PictureSearch.Unreadable> told = new ArrayList<>();

    List<PictureSearch.Found> found =
        new PictureSearch(Optional.empty(), told::add).find(folder.toString());

    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    assertThat(names(found)).containsExactly("a.PNG", "b.jpg");
    assertThat(told).extracting(PictureSearch.Unreadable::place).containsExactly(closed);
    assertThat(told.get(0).cause()).hasMessageContaining("permissions");
  }

  @Test
  void whatCannotBeVisitedIsKeptForTelling() {
    PictureCollector collector = new PictureCollector(folder, Optional.empty());
    IOException denied = new AccessDeniedException(folder.resolve("x").toString());

    assertThat(collector.visitFileFailed(folder.resolve("x"), denied))
        .isEqualTo(FileVisitResult.CONTINUE);
    assertThat(collector.postVisitDirectory(folder.resolve("y"), denied))
        .isEqualTo(FileVisitResult.CONTINUE);
    assertThat(collector.failures()).containsExactly(denied, denied);
  }

  @Test
  void aMalformedPatternIsRefused() {
    assertThatThrownBy(() -> new PictureSearch().find(folder + "/{a,b.jpg"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Path touch(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.createFile(file);
  }

  private static List<String> names(String argument) {
    return names(new PictureSearch().find(argument));
  }

  private static List<String> names(List<PictureSearch.Found> found) {
    return found.stream().map(file -> file.name().toString().replace('\\', '/')).toList();
  }
}
