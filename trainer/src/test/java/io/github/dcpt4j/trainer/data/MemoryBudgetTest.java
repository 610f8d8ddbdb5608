package io.github.dcpt4j.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryBudgetTest {

  @Test
  void givesWhatItHasAndNoMore() {
    MemoryBudget budget = new MemoryBudget(10);
    assertThat(budget.take(4)).isTrue();
    assertThat(budget.take(6)).isTrue();
    assertThat(budget.take(1)).isFalse();
    assertThat(budget.take(0)).isTrue();
  }

  @Test
  void whatDoesNotFitTakesNothing() {
    MemoryBudget budget = new MemoryBudget(10);
    assertThat(budget.take(11)).isFalse();
    assertThat(budget.take(Long.MAX_VALUE)).isFalse();
    assertThat(budget.take(10)).isTrue();
  }

  @Test
  void aMachineHasRoomForAPhotographAndNotForAllOfThem() {
    assertThat(MemoryBudget.ofMachine().take(36_000_000)).isTrue();
    assertThat(MemoryBudget.ofMachine().take(1L << 60)).isFalse();
  }
}
