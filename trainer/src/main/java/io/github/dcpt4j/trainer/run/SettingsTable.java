package io.github.dcpt4j.trainer.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dcpt4j.sdk.text.Text;
import io.github.dcpt4j.trainer.page.HtmlText;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A run's settings as a page shows them, in the groups of their JSON form. */
final class SettingsTable {

  private SettingsTable() {}

  /** All that the settings hold, as HTML. */
  static String html(RunSettings settings) {
    JsonNode tree = new ObjectMapper().valueToTree(settings);
    ObjectNode single = JsonNodeFactory.instance.objectNode();
    StringBuilder groups = new StringBuilder();
    for (Map.Entry<String, JsonNode> field : tree.properties()) {
      JsonNode value = field.getValue();
      if (value.isObject()) {
        groups.append(group(words(field.getKey()), value));
      } else if (!value.isNull()) {
        single.set(field.getKey(), value);
      }
    }
    return Text.of("<div class=\"groups\">\n%s%s</div>\n", group("run", single), groups);
  }

  private static String group(String name, JsonNode fields) {
    StringBuilder html = new StringBuilder("<section><h3>");
    html.append(HtmlText.escaped(name)).append("</h3><dl>");
    for (Map.Entry<String, JsonNode> field : fields.properties()) {
      if (isSaid(field.getValue())) {
        html.append(
            Text.of(
                "<dt>%s</dt><dd>%s</dd>",
                HtmlText.escaped(words(field.getKey())), HtmlText.escaped(text(field.getValue()))));
      }
    }
    return html.append("</dl></section>\n").toString();
  }

  private static boolean isSaid(JsonNode value) {
    return !value.isNull() && !(value.isContainerNode() && value.isEmpty());
  }

  private static String text(JsonNode value) {
    if (value.isObject()) {
      return value.properties().stream()
          .filter(field -> isSaid(field.getValue()))
          .map(field -> words(field.getKey()) + " " + text(field.getValue()))
          .collect(Collectors.joining(", "));
    }
    if (value.isArray()) {
      boolean nested =
          StreamSupport.stream(value.spliterator(), false).anyMatch(JsonNode::isObject);
      return StreamSupport.stream(value.spliterator(), false)
          .map(SettingsTable::text)
          .collect(Collectors.joining(nested ? "; " : ", "));
    }
    return value.asText();
  }

  /** {@code learningRate} as {@code learning rate}; labels keep their hyphens. */
  private static String words(String name) {
    return name.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
  }
}
