package io.github.dcpt4j.trainer.degradation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;

/** The two classes of a classifier that only tells whether a picture is degraded. */
class CleanOrNotTest {

  @Test
  void areCleanAndDegraded() {
    assertThat(Degradations.cleanOrNot())
        .extracting(Degradation::label)
        .containsExactly("clean", "degraded");
  }

  @Test
  void aCleanPairIsTheSamePictureTwiceOfWhateverTone() {
    Set<Long> brightness = new HashSet<>();
    try (Mat photograph = TestPhotographs.photograph(60, 50)) {
      for (int seed = 0; seed < 40; seed++) {
        try (PatchPair pair = new Clean().sample(photograph, 32, new SplittableRandom(seed))) {
          assertThat(pair.input().data().address()).isNotEqualTo(pair.target().data().address());
          assertThat(TestPhotographs.values(pair.input()))
              .containsExactly(TestPhotographs.values(pair.target()));
          brightness.add(Math.round(10 * TestPhotographs.mean(pair.target())));
        }
      }
    }
    assertThat(brightness).hasSizeGreaterThan(3);
  }

  @Test
  void aDegradedPairIsDrawnEvenlyFromAllKinds() {
    List<Degradation> kinds = List.of(new Clean(), new Jpeg(), new Inpainting());
    OneOf any = new OneOf("degraded", kinds);
    try (Mat clean = TestPhotographs.clean(24, 24)) {
      long unchanged =
          IntStream.range(0, 300)
              .filter(
                  seed -> {
                    try (Mat drawn = any.apply(clean, new SplittableRandom(seed))) {
                      return TestPhotographs.meanSquare(clean, drawn) == 0;
                    }
                  })
              .count();
      assertThat(unchanged).isBetween(70L, 130L);
    }
    assertThat(((OneOf) Degradations.cleanOrNot().get(1)).choices())
        .extracting(Degradation::label)
        .isEqualTo(
            Degradations.all().stream().map(Degradation::label).collect(Collectors.toList()));
  }

  @Test
  void refusesToDrawFromNothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OneOf("degraded", List.of()))
        .withMessageContaining("'degraded' has nothing to draw from");
  }
}
