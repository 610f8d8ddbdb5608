package io.github.dcpt4j.cli.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.github.dcpt4j.exporter.architecture.Architectures;
import io.github.dcpt4j.trainer.run.RunSettings;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The JSON form of a run's settings, over which options are written. */
final class SettingsTree {

  /** Paths stand in settings as they were given, not as addresses. */
  private static final ObjectMapper JSON =
      Architectures.json()
          .registerModule(
              new SimpleModule().addSerializer(Path.class, ToStringSerializer.instance));

  private final ObjectNode root;

  private SettingsTree(ObjectNode root) {
    this.root = root;
  }

  /** Begins with settings, or with parts of them by their names. */
  static SettingsTree of(Object parts) {
    return new SettingsTree(JSON.valueToTree(parts));
  }

  /** Writes the values of those options of a command that have a {@link Setting}. */
  void overlay(CommandSpec command, Predicate<OptionSpec> wanted) {
    for (OptionSpec option : command.options()) {
      Optional<String> path = path(option);
      if (path.isPresent() && option.getValue() != null && wanted.test(option)) {
        put(path.get(), option.getValue());
      }
    }
  }

  /** Writes a value; what encloses it is made if it is missing. */
  void put(String path, Object value) {
    put(root, List.of(path.split("/")), JSON.valueToTree(value));
  }

  private static void put(JsonNode node, List<String> path, JsonNode value) {
    String name = path.get(0);
    List<String> rest = path.subList(1, path.size());
    if (name.equals("*")) {
      node.forEach(element -> put(element, rest, value));
      return;
    }
    ObjectNode object = (ObjectNode) node;
    if (rest.isEmpty()) {
      object.set(name, value);
    } else {
      put(object.hasNonNull(name) ? object.get(name) : object.putObject(name), rest, value);
    }
  }

  /**
   * The settings.
   *
   * @param command whose options are named where a part that they are written to is refused
   * @throws IllegalArgumentException if they are refused
   */
  RunSettings read(CommandSpec command) {
    try {
      return JSON.treeToValue(root, RunSettings.class);
    } catch (JsonMappingException e) {
      throw new IllegalArgumentException(refusal(e) + remedy(command, e), e);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    }
  }

  private static String refusal(JsonMappingException e) {
    return e.getCause() instanceof IllegalArgumentException refused
        ? refused.getMessage()
        : e.getOriginalMessage();
  }

  /** The options whose values stand in the part that was refused; the whole names none. */
  private static String remedy(CommandSpec command, JsonMappingException e) {
    if (e.getPath().isEmpty()) {
      return "";
    }
    String part = e.getPath().get(0).getFieldName();
    List<String> options =
        command.options().stream()
            .filter(option -> path(option).filter(path -> isIn(part, path)).isPresent())
            .map(OptionSpec::longestName)
            .toList();
    return options.isEmpty() ? "" : " (" + String.join(", ", options) + ")";
  }

  private static boolean isIn(String part, String path) {
    return path.startsWith(part + "/");
  }

  private static Optional<String> path(OptionSpec option) {
    return option.userObject() instanceof Field field
        ? Optional.ofNullable(field.getAnnotation(Setting.class)).map(Setting::value)
        : Optional.empty();
  }
}
