package dev.backfill.ui;

import dev.backfill.confirm.ConfirmationRequest;
import dev.backfill.confirm.Operator;
import dev.backfill.ui.model.RunModel;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The operator at the window: what is asked of them is shown, and whoever asks waits for the
 * answer. Asked on the run's thread, answered on the window's.
 */
final class WindowOperator implements Operator {
  private final RunModel model;
  private final Executor window;
  private final AtomicReference<CompletableFuture<Set<String>>> answer = new AtomicReference<>();
  private volatile Set<String> executed = Set.of();
  private volatile boolean stopped;

  WindowOperator(RunModel model, Executor window) {
    this.model = model;
    this.window = window;
  }

  /** Another run begins, which nobody has stopped yet. */
  void begin() {
    stopped = false;
  }

  /** The run has ended; a word that was given was for it alone. */
  void end() {
    executed = Set.of();
  }

  /** The operator says that the packet of a digest was executed. */
  void say(String digest) {
    executed = Set.of(digest);
  }

  /** The run is to end soon: what is asked from now on is declined. */
  void stop() {
    stopped = true;
  }

  boolean hasStopped() {
    return stopped;
  }

  /** Answers the open question; an empty set declines. */
  void answer(Set<String> typed) {
    var open = answer.getAndSet(null);
    if (open != null) {
      open.complete(typed);
    }
  }

  @Override
  public boolean isPresent() {
    return true;
  }

  @Override
  public Set<String> executed() {
    return executed;
  }

  @Override
  public Set<String> typed(ConfirmationRequest<?> request) {
    return typedOf(List.of(request));
  }

  @Override
  public Set<String> typedOf(List<? extends ConfirmationRequest<?>> choices) {
    var open = new CompletableFuture<Set<String>>();
    answer.set(open);
    // Race: a stop before the line above found nothing to decline.
    if (stopped) {
      answer(Set.of());
    }
    window.execute(() -> ask(choices));
    try {
      return open.join();
    } finally {
      window.execute(
          () -> {
            model.question().set(null);
            model.wider().set(null);
          });
    }
  }

  private void ask(List<? extends ConfirmationRequest<?>> choices) {
    model.wider().set(choices.size() > 1 ? choices.get(choices.size() - 1) : null);
    model.question().set(choices.get(0));
  }
}
