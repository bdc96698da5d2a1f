package dev.backfill.google;

import dev.backfill.cloud.Patience;
import dev.backfill.cloud.StoppedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;

/** One call about each of many things, some at a time. */
final class AtATime {
  // Quota: 100 requests a second, a user and a method; each takes some 100 ms.
  private static final int AT_ONCE = 8;

  private AtATime() {}

  /**
   * The answers, in the order of what was asked about. After one that is none no more are asked
   * for, and it is thrown.
   */
  static <T, R> List<R> ask(List<T> about, Function<T, R> question) {
    return ask(AT_ONCE, about, question);
  }

  /** Does something with each, so many at a time; after one that failed no more are begun. */
  static <T> void each(int atOnce, List<T> about, Consumer<T> work) {
    ask(
        atOnce,
        about,
        one -> {
          work.accept(one);
          return null;
        });
  }

  private static <T, R> List<R> ask(int atOnce, List<T> about, Function<T, R> question) {
    if (about.size() < 2) {
      return about.stream().map(question).toList();
    }
    var failure = new AtomicReference<RuntimeException>();
    var threads = Executors.newFixedThreadPool(Math.min(atOnce, about.size()), AtATime::thread);
    var answers = new ArrayList<AtomicReference<R>>();
    try {
      var asked = new ArrayList<Future<?>>();
      for (var one : about) {
        var answer = new AtomicReference<R>();
        answers.add(answer);
        asked.add(
            threads.submit(
                Patience.bound(
                    () -> {
                      if (failure.get() == null) {
                        answered(one, question, answer, failure);
                      }
                    })));
      }
      asked.forEach(one -> await(one, failure));
    } finally {
      threads.shutdown();
    }
    if (failure.get() != null) {
      throw failure.get();
    }
    return answers.stream().map(AtomicReference::get).toList();
  }

  private static <T, R> void answered(
      T one,
      Function<T, R> question,
      AtomicReference<R> answer,
      AtomicReference<RuntimeException> failure) {
    try {
      answer.set(question.apply(one));
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
    }
  }

  private static void await(Future<?> one, AtomicReference<RuntimeException> failure) {
    try {
      one.get();
    } catch (InterruptedException e) {
      failure.compareAndSet(null, new StoppedException("Interrupted.", "Resume the run."));
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      failure.compareAndSet(
          null, new IllegalStateException("A call could not be made.", e.getCause()));
    }
  }

  private static Thread thread(Runnable work) {
    var thread = new Thread(work, "call");
    thread.setDaemon(true);
    return thread;
  }
}
