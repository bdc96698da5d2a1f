package dev.backfill.stage;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.backfill.text.ErrorCode;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Which of the things that can happen to a step did. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
  @JsonSubTypes.Type(value = StepResult.Done.class, name = "done"),
  @JsonSubTypes.Type(value = StepResult.AlreadyDone.class, name = "already-done"),
  @JsonSubTypes.Type(value = StepResult.Skipped.class, name = "skipped"),
  @JsonSubTypes.Type(value = StepResult.Refused.class, name = "refused"),
  @JsonSubTypes.Type(value = StepResult.Failed.class, name = "failed"),
  @JsonSubTypes.Type(value = StepResult.Undone.class, name = "undone"),
  @JsonSubTypes.Type(value = StepResult.Stopped.class, name = "stopped"),
  @JsonSubTypes.Type(value = StepResult.Unknown.class, name = "unknown")
})
public sealed interface StepResult {
  /** It was done now. */
  record Done(String text) implements StepResult {}

  /** It had been done before, with the same outcome. */
  record AlreadyDone(String text) implements StepResult {}

  /** It need not be done. */
  record Skipped(String text) implements StepResult {}

  /** It must not be done as things stand; the step changed nothing. */
  record Refused(List<String> problems) implements StepResult {
    public Refused {
      problems = List.copyOf(problems);
    }
  }

  /**
   * It was tried and did not succeed.
   *
   * @param code the log's mark for the same failure
   */
  record Failed(String code, String text) implements StepResult {}

  /** It had been done, and was taken back since. */
  record Undone(String text) implements StepResult {}

  /** The operator asked to stop; it can be taken up again. */
  record Stopped(String text) implements StepResult {}

  /** The cloud could not be asked whether it was done. */
  record Unknown(String code, String text) implements StepResult {}

  /** One function for each case. */
  record Cases<T>(
      Function<Done, T> done,
      Function<AlreadyDone, T> alreadyDone,
      Function<Skipped, T> skipped,
      Function<Refused, T> refused,
      Function<Failed, T> failed,
      Function<Undone, T> undone,
      Function<Stopped, T> stopped,
      Function<Unknown, T> unknown) {}

  /** Applies the function of the case that this is. */
  default <T> T match(Cases<T> cases) {
    if (this instanceof Done done) {
      return cases.done().apply(done);
    } else if (this instanceof AlreadyDone already) {
      return cases.alreadyDone().apply(already);
    } else if (this instanceof Skipped skipped) {
      return cases.skipped().apply(skipped);
    } else if (this instanceof Refused refused) {
      return cases.refused().apply(refused);
    } else if (this instanceof Failed failed) {
      return cases.failed().apply(failed);
    } else if (this instanceof Undone undone) {
      return cases.undone().apply(undone);
    } else if (this instanceof Stopped stopped) {
      return cases.stopped().apply(stopped);
    }
    return cases.unknown().apply((Unknown) this);
  }

  /** Whether the next step may follow. */
  default boolean succeeded() {
    return match(
        new Cases<>(
            d -> true,
            a -> true,
            s -> true,
            r -> false,
            f -> false,
            u -> false,
            s -> false,
            u -> false));
  }

  /**
   * The log's mark of a failure, or of a refusal by what it says; empty where nothing went wrong.
   */
  default Optional<String> mark() {
    return match(
        new Cases<>(
            d -> Optional.empty(),
            a -> Optional.empty(),
            s -> Optional.empty(),
            r -> Optional.of(ErrorCode.ofText(text())),
            f -> Optional.of(f.code().isEmpty() ? ErrorCode.ofText(f.text()) : f.code()),
            u -> Optional.empty(),
            s -> Optional.empty(),
            u -> Optional.of(u.code())));
  }

  /** What to show, without the code. */
  default String text() {
    return match(
        new Cases<>(
            Done::text,
            AlreadyDone::text,
            Skipped::text,
            r -> String.join("\n", r.problems()),
            Failed::text,
            Undone::text,
            Stopped::text,
            Unknown::text));
  }
}
