package io.github.dcpt4j.sdk.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.dcpt4j.sdk.runtime.Cancellation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
public class FairLimitTest {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Cancellation never = new Cancellation();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void neverLetsMoreInThanItHasPlaces() {
    FairLimit gate = new FairLimit(3);
    AtomicInteger inside = new AtomicInteger();
    List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
    List<CompletableFuture<Void>> calls = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      calls.add(
          CompletableFuture.runAsync(
              () ->
                  gate.pass(
                      never,
                      () -> {
                        seen.add(inside.incrementAndGet());
                        Thread.yield();
                        return inside.decrementAndGet();
                      }),
              threads));
    }
    calls.forEach(CompletableFuture::join);
    assertThat(seen).hasSize(200).allMatch(count -> count <= 3);
  }

  @Test
  void letsTheWaitingInInTheirOrder() {
    FairLimit gate = new FairLimit(1);
    CompletableFuture<Void> hold = new CompletableFuture<>();
    CompletableFuture<?> holder = holding(gate, hold);
    List<Integer> order = Collections.synchronizedList(new ArrayList<>());
    List<CompletableFuture<?>> calls = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      int number = i;
      calls.add(
          CompletableFuture.supplyAsync(() -> gate.pass(never, () -> order.add(number)), threads));
      awaitWaiting(gate, i + 1);
    }
    hold.complete(null);
    holder.join();
    calls.forEach(CompletableFuture::join);
    assertThat(order).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void whoIsCancelledWhileWaitingDoesNotTakeAPlace() {
    FairLimit gate = new FairLimit(1);
    CompletableFuture<Void> hold = new CompletableFuture<>();
    CompletableFuture<?> holder = holding(gate, hold);
    Cancellation cancellation = new Cancellation();
    CompletableFuture<?> waiting =
        CompletableFuture.supplyAsync(() -> gate.pass(cancellation, () -> 1), threads);
    awaitWaiting(gate, 1);
    cancellation.cancel();
    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(waiting::join)
        .withCauseInstanceOf(CancellationException.class);
    hold.complete(null);
    holder.join();
    assertThat(gate.pass(never, () -> 7)).isEqualTo(7);
  }

  @Test
  void sendsTheWaitingAwayWhenItIsShutAndWaitsForThoseInside() {
    FairLimit gate = new FairLimit(1);
    CompletableFuture<Void> hold = new CompletableFuture<>();
    CompletableFuture<?> holder = holding(gate, hold);
    CompletableFuture<?> waiting =
        CompletableFuture.supplyAsync(() -> gate.pass(never, () -> 1), threads);
    awaitWaiting(gate, 1);
    CompletableFuture<Void> shutting = CompletableFuture.runAsync(gate::shut, threads);
    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(waiting::join)
        .withCauseInstanceOf(IllegalStateException.class);
    assertThat(shutting).isNotDone();
    hold.complete(null);
    shutting.join();
    holder.join();
    gate.shut();
    assertThatIllegalStateException()
        .isThrownBy(() -> gate.pass(never, () -> 1))
        .withMessageContaining("closed");
  }

  @Test
  void whoIsInsideCannotEnterAgainOrShutIt() {
    FairLimit gate = new FairLimit(2);
    gate.pass(
        never,
        () -> {
          assertThatIllegalStateException().isThrownBy(gate::shut);
          assertThatIllegalStateException().isThrownBy(() -> gate.pass(never, () -> 1));
          return 1;
        });
    gate.shut();
  }

  @Test
  void workThatFailsLeavesItsPlace() {
    FairLimit gate = new FairLimit(1);
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(
            () ->
                gate.pass(
                    never,
                    () -> {
                      throw new ArithmeticException();
                    }));
    assertThat(gate.pass(never, () -> 1)).isEqualTo(1);
  }

  private CompletableFuture<?> holding(FairLimit gate, CompletableFuture<Void> until) {
    CompletableFuture<Void> entered = new CompletableFuture<>();
    CompletableFuture<?> holder =
        CompletableFuture.supplyAsync(
            () ->
                gate.pass(
                    never,
                    () -> {
                      entered.complete(null);
                      return until.join();
                    }),
            threads);
    entered.join();
    return holder;
  }

  private static void awaitWaiting(FairLimit gate, int count) {
    while (gate.waiting() < count) {
      Thread.onSpinWait();
    }
  }
}
