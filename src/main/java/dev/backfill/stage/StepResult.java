package dev.backfill.stage;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.backfill.text.ErrorCode;
import java.util.List;
import java.util.Optional;

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
  /** What to show, without the code. */
  String text();

  /** Whether the next step may follow. */
  boolean succeeded();

  /** Whether a job may still run that the next try attaches to. */
  default boolean leavesOpen() {
    return false;
  }

  /**
   * The log's mark of a failure, or of a refusal by what it says; empty where nothing went wrong.
   */
  default Optional<String> mark() {
    return Optional.empty();
  }

  /** Applies the method of the case that this is. */
  <T> T accept(Visitor<T> visitor);

  /** A method for each case. */
  interface Visitor<T> {
    T done(Done result);

    T alreadyDone(AlreadyDone result);

    T skipped(Skipped result);

    T refused(Refused result);

    T failed(Failed result);

    T undone(Undone result);

    T stopped(Stopped result);

    T unknown(Unknown result);
  }

  /** It was done now. */
  record Done(String text) implements StepResult {
    @Override
    public boolean succeeded() {
      return true;
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.done(this);
    }
  }

  /** It had been done before, with the same outcome. */
  record AlreadyDone(String text) implements StepResult {
    @Override
    public boolean succeeded() {
      return true;
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.alreadyDone(this);
    }
  }

  /** It need not be done. */
  record Skipped(String text) implements StepResult {
    @Override
    public boolean succeeded() {
      return true;
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.skipped(this);
    }
  }

  /** It must not be done as things stand; the step changed nothing. */
  record Refused(List<String> problems) implements StepResult {
    public Refused {
      problems = List.copyOf(problems);
    }

    @Override
    public String text() {
      return String.join("\n", problems);
    }

    @Override
    public boolean succeeded() {
      return false;
    }

    @Override
    public Optional<String> mark() {
      return Optional.of(ErrorCode.ofText(text()));
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.refused(this);
    }
  }

  /**
   * It was tried and did not succeed.
   *
   * @param code the log's mark for the same failure
   */
  record Failed(String code, String text) implements StepResult {
    @Override
    public boolean succeeded() {
      return false;
    }

    @Override
    public Optional<String> mark() {
      return Optional.of(code.isEmpty() ? ErrorCode.ofText(text) : code);
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.failed(this);
    }
  }

  /** It had been done, and was taken back since. */
  record Undone(String text) implements StepResult {
    @Override
    public boolean succeeded() {
      return false;
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.undone(this);
    }
  }

  /** The operator asked to stop; it can be taken up again. */
  record Stopped(String text) implements StepResult {
    @Override
    public boolean succeeded() {
      return false;
    }

    @Override
    public boolean leavesOpen() {
      return true;
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.stopped(this);
    }
  }

  /** The cloud could not be asked whether it was done. */
  record Unknown(String code, String text) implements StepResult {
    @Override
    public boolean succeeded() {
      return false;
    }

    @Override
    public boolean leavesOpen() {
      return true;
    }

    @Override
    public Optional<String> mark() {
      return Optional.of(code);
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.unknown(this);
    }
  }
}
