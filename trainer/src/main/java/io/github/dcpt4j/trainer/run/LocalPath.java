package io.github.dcpt4j.trainer.run;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import java.io.IOException;
import java.nio.file.Path;

/** Reads paths as they are; Jackson takes one with a colon for an address. */
final class LocalPath extends StdScalarDeserializer<Path> {

  private static final long serialVersionUID = 1;

  LocalPath() {
    super(Path.class);
  }

  @Override
  public Path deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    return Path.of(parser.getValueAsString());
  }
}
