package io.github.dcpt4j.trainer.djl;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.dcpt4j.exporter.ops.Conv;
import io.github.dcpt4j.exporter.ops.Padding;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Single operations of the training back end. */
class DjlOpsTest {

  @Test
  void refusesToReflectMoreThanThereIs() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray x = manager.zeros(new Shape(1, 1, 8, 3));
      DjlOps ops = new DjlOps(Map.of());
      assertThatThrownBy(() -> ops.padToMultiple(x, 8, Padding.REFLECT))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("5 rows or columns");
    }
  }

  @Test
  void namesAParameterThatIsAbsent() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray image = manager.zeros(new Shape(1, 3, 4, 4));
      assertThatThrownBy(() -> new DjlOps(Map.of()).conv("intro", Conv.same(3, 4, 3), image))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("intro.weight");
    }
  }
}
