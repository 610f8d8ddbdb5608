package io.github.dcpt4j.sdk.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

public class CancellationTest {
  private final Cancellation cancellation = new Cancellation();
  private final AtomicInteger runs = new AtomicInteger();

  @Test
  void isThrownOnce() {
    cancellation.onCancel(runs::incrementAndGet);
    cancellation.check();
    assertThat(cancellation.isCancelled()).isFalse();
    cancellation.cancel();
    cancellation.cancel();
    assertThat(cancellation.isCancelled()).isTrue();
    assertThat(runs).hasValue(1);
    assertThatExceptionOfType(CancellationException.class).isThrownBy(cancellation::check);
  }

  @Test
  void whatComesTooLateIsDoneAtOnce() {
    cancellation.cancel();
    cancellation.onCancel(runs::incrementAndGet).close();
    assertThat(runs).hasValue(1);
  }

  @Test
  void whatIsTakenBackIsNotDone() {
    Runnable action = runs::incrementAndGet;
    Cancellation.Registration first = cancellation.onCancel(action);
    cancellation.onCancel(action);
    first.close();
    first.close();
    cancellation.cancel();
    assertThat(runs).hasValue(1);
  }
}
