package io.github.dcpt4j.cli.shared;

import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Optional;

/**
 * A pattern of file names, for shells that do not expand it, such as {@code photos/**}{@code
 * /*.jpg}. As in shells, {@code *} and {@code ?} stand for characters of one name, brackets for one
 * of several characters, braces for one of several words, and {@code **} for any number of folders,
 * none included.
 *
 * @param folder where to search
 * @param depth how many folders deep
 * @param matcher of paths below the folder
 */
public record FilePattern(Path folder, int depth, PathMatcher matcher) {

  private static final String SIGNS = "*?[{";
  private static final String ANY_FOLDERS = "(?<![^/])\\*\\*/";

  /**
   * Reads a pattern.
   *
   * @return the pattern; absent where the text has none of its signs, or names a file that exists
   * @throws IllegalArgumentException if it is malformed
   */
  public static Optional<FilePattern> of(String text) {
    FileSystem files = FileSystems.getDefault();
    String pattern = text.replace(files.getSeparator(), "/");
    int sign = 0;
    while (sign < pattern.length() && SIGNS.indexOf(pattern.charAt(sign)) < 0) {
      sign++;
    }
    if (sign == pattern.length() || exists(text)) {
      return Optional.empty();
    }
    int start = pattern.lastIndexOf('/', sign) + 1;
    String names = pattern.substring(start);
    int depth =
        names.contains("**")
            ? Integer.MAX_VALUE
            : 1 + (int) names.chars().filter(character -> character == '/').count();
    PathMatcher matcher = files.getPathMatcher("glob:" + names.replaceAll(ANY_FOLDERS, "{**/,}"));
    return Optional.of(new FilePattern(Path.of(pattern.substring(0, start)), depth, matcher));
  }

  private static boolean exists(String text) {
    try {
      return Files.exists(Path.of(text));
    } catch (InvalidPathException e) {
      // There are systems that allow no such signs in names.
      return false;
    }
  }

  /** Says whether a path below the folder matches. */
  public boolean matches(Path name) {
    return matcher.matches(name);
  }
}
