package io.github.dcpt4j.trainer.optimisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dcpt4j.exporter.ReferenceVectors;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ScheduleTest {

  private static final double RATE = 1e-3;

  @Test
  void meetsTheAuthorsCosine() throws IOException {
    JsonNode schedule =
        new ObjectMapper()
            .readTree(ReferenceVectors.bundledFile("lr_schedules.json").toFile())
            .get("cosine_one_period");
    AdamW settings =
        AdamW.of(schedule.get("base_lr").doubleValue(), 0)
            .scheduled(Schedule.COSINE, schedule.get("eta_min").doubleValue());
    long iterations = schedule.get("periods").get(0).longValue();
    JsonNode expected = schedule.get("lr_at_iteration");

    assertThat(expected).isNotEmpty();
    for (int i = 0; i < expected.size(); i++) {
      assertThat(settings.learningRateAt(i, iterations))
          .as("iteration %d", i)
          .isCloseTo(expected.get(i).doubleValue(), within(1e-15));
    }
  }

  @Test
  void staysAtTheMinimumAfterTheCosine() {
    AdamW settings = AdamW.of(RATE, 0).scheduled(Schedule.COSINE, 1e-6);
    assertThat(settings.learningRateAt(11, 10)).isEqualTo(1e-6);
    assertThat(settings.learningRateAt(1_000_000, 10)).isEqualTo(1e-6);
  }

  @Test
  void isTheSameAtAllTimesWhereItIsConstant() {
    assertThat(AdamW.of(0.5, 0).learningRateAt(123, 1000)).isEqualTo(0.5);
  }
}
