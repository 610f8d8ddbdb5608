package io.github.dcpt4j.cli.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class LabelledFolderTest {

  private final LabelledFolder.Converter converter = new LabelledFolder.Converter();

  @Test
  void aFolderIsDrawnFromOnceUnlessItSaysHowOften() {
    assertThat(converter.convert("rain=data/a=b"))
        .isEqualTo(new LabelledFolder("rain", "data/a=b", 1));
    assertThat(converter.convert("haze+rain=data*300"))
        .isEqualTo(new LabelledFolder("haze+rain", "data", 300));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rain", "=data", "rain="})
  void anotherFormIsRefused(String value) {
    assertThatThrownBy(() -> converter.convert(value))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("LABEL=DIR*TIMES");
  }
}
