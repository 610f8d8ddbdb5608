package io.github.dcpt4j.trainer.optimisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dcpt4j.exporter.ReferenceVectors;
import io.github.dcpt4j.trainer.optimisation.LearningRate.Cosine;
import io.github.dcpt4j.trainer.optimisation.LearningRate.MultiStep;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class LearningRateTest {

  private static JsonNode schedule(String name) throws IOException {
    return new ObjectMapper()
        .readTree(ReferenceVectors.bundledFile("lr_schedules.json").toFile())
        .get(name);
  }

  private static void assertRates(LearningRate rate, JsonNode schedule) {
    JsonNode expected = schedule.get("lr_at_iteration");
    assertThat(expected).isNotEmpty();
    for (int i = 0; i < expected.size(); i++) {
      assertThat(rate.at(i))
          .as("iteration %d", i)
          .isCloseTo(expected.get(i).doubleValue(), within(1e-15));
    }
  }

  private static double base(JsonNode schedule) {
    return schedule.get("base_lr").doubleValue();
  }

  private static List<Long> milestones(JsonNode schedule) {
    return StreamSupport.stream(schedule.get("milestones").spliterator(), false)
        .map(JsonNode::longValue)
        .toList();
  }

  @Test
  void meetsTheAuthorsCosine() throws IOException {
    JsonNode schedule = schedule("cosine_one_period");
    assertRates(
        LearningRate.cosine(
            base(schedule),
            schedule.get("eta_min").doubleValue(),
            schedule.get("periods").get(0).longValue()),
        schedule);
  }

  @Test
  void meetsTheAuthorsCosineWithRestart() throws IOException {
    JsonNode schedule = schedule("cosine_two_periods");
    List<Cosine.Period> periods = new ArrayList<>();
    for (int i = 0; i < schedule.get("periods").size(); i++) {
      periods.add(
          new Cosine.Period(
              schedule.get("periods").get(i).longValue(),
              schedule.get("restart_weights").get(i).doubleValue(),
              schedule.get("eta_min").get(i).doubleValue()));
    }
    assertRates(new Cosine(base(schedule), periods), schedule);
  }

  @Test
  void meetsTheAuthorsMilestones() throws IOException {
    JsonNode schedule = schedule("multistep");
    assertRates(
        new MultiStep(
            base(schedule), milestones(schedule), schedule.get("gamma").doubleValue(), List.of()),
        schedule);
  }

  @Test
  void meetsTheAuthorsMilestonesWithRestarts() throws IOException {
    JsonNode schedule = schedule("multistep_restart");
    List<MultiStep.Restart> restarts = new ArrayList<>();
    for (int i = 0; i < schedule.get("restarts").size(); i++) {
      restarts.add(
          new MultiStep.Restart(
              schedule.get("restarts").get(i).longValue(),
              schedule.get("restart_weights").get(i).doubleValue()));
    }
    assertRates(
        new MultiStep(
            base(schedule), milestones(schedule), schedule.get("gamma").doubleValue(), restarts),
        schedule);
  }

  @Test
  void staysAtTheMinimumAfterTheLastPeriodOfTheCosine() {
    LearningRate rate = LearningRate.cosine(1e-3, 1e-6, 10);
    assertThat(rate.at(11)).isEqualTo(1e-6);
    assertThat(rate.at(1_000_000)).isEqualTo(1e-6);
  }

  @Test
  void isTheSameAtAllTimesWhereItIsConstant() {
    assertThat(new LearningRate.Constant(0.5).at(123)).isEqualTo(0.5);
  }

  @Test
  void refusesACosineWithoutLength() {
    assertThatThrownBy(() -> LearningRate.cosine(1, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("positive length");
    assertThatThrownBy(() -> new Cosine(1, List.of())).isInstanceOf(IllegalArgumentException.class);
  }
}
