package dev.backfill.stage;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.backfill.problem.Problem;
import dev.backfill.text.ErrorCode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

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

  /** What is wrong and what to do; empty where nothing is. */
  default List<Problem> problems() {
    return List.of();
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

  /**
   * It must not be done as things stand; the step changed nothing. A line holds each problem twice:
   * as a text, which is all that older consoles wrote and read, and as a value.
   */
  record Refused(
      @JsonProperty("details")
          @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = OnlySaid.class)
          List<Problem> problems)
      implements StepResult {
    public Refused {
      problems = List.copyOf(problems);
    }

    /** Refused for one thing. */
    public static Refused of(Problem problem) {
      return new Refused(List.of(problem));
    }

    /** Refused for one thing, with what to do about it. */
    public static Refused of(String what, String remedy) {
      return of(Problem.of(what, remedy));
    }

    @JsonCreator
    static Refused read(
        @JsonProperty("problems") List<String> lines,
        @JsonProperty("details") List<Problem> details) {
      return new Refused(
          details == null || details.isEmpty()
              ? lines.stream().map(Problem::said).toList()
              : details);
    }

    @JsonProperty("problems")
    List<String> lines() {
      return problems.stream().map(Problem::text).toList();
    }

    @Override
    public String text() {
      return texts(problems);
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
   * @param problems what went wrong, as a text in the same line for older consoles
   */
  record Failed(
      String code,
      @JsonProperty("details")
          @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = OnlySaid.class)
          List<Problem> problems)
      implements StepResult {
    public Failed {
      problems = List.copyOf(problems);
    }

    /** Failed in a way that only a text tells of. */
    public Failed(String code, String text) {
      this(code, List.of(Problem.said(text)));
    }

    /** Failed for one thing. */
    public static Failed of(String code, Problem problem) {
      return new Failed(code, List.of(problem));
    }

    /** Failed for one thing that no exception told of. */
    public static Failed of(String what, String remedy) {
      return of("", Problem.of(what, remedy));
    }

    @JsonCreator
    static Failed read(
        @JsonProperty("code") String code,
        @JsonProperty("text") String text,
        @JsonProperty("details") List<Problem> details) {
      return new Failed(code, known(text, details));
    }

    @JsonProperty("text")
    @Override
    public String text() {
      return texts(problems);
    }

    @Override
    public boolean succeeded() {
      return false;
    }

    @Override
    public Optional<String> mark() {
      return Optional.of(code.isEmpty() ? ErrorCode.ofText(text()) : code);
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

  /**
   * The operator asked to stop, or did not agree; it can be taken up again.
   *
   * @param problems what was stopped, what changed until then, and how it goes on
   */
  record Stopped(
      @JsonProperty("details")
          @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = OnlySaid.class)
          List<Problem> problems)
      implements StepResult {
    public Stopped {
      problems = List.copyOf(problems);
    }

    /** Stopped with a word on it, and how it goes on. */
    public static Stopped of(String what, String remedy) {
      return of(Problem.of(what, remedy));
    }

    /** Stopped with a word on it. */
    public static Stopped of(Problem problem) {
      return new Stopped(List.of(problem));
    }

    @JsonCreator
    static Stopped read(
        @JsonProperty("text") String text, @JsonProperty("details") List<Problem> details) {
      return new Stopped(known(text, details));
    }

    @JsonProperty("text")
    @Override
    public String text() {
      return texts(problems);
    }

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

  /**
   * The cloud could not be asked whether it was done.
   *
   * @param code the log's mark for the same failure
   * @param problems what kept it from being asked, as a text in the same line for older consoles
   */
  record Unknown(
      String code,
      @JsonProperty("details")
          @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = OnlySaid.class)
          List<Problem> problems)
      implements StepResult {
    public Unknown {
      problems = List.copyOf(problems);
    }

    /** Not known, for one reason. */
    public static Unknown of(String code, Problem problem) {
      return new Unknown(code, List.of(problem));
    }

    @JsonCreator
    static Unknown read(
        @JsonProperty("code") String code,
        @JsonProperty("text") String text,
        @JsonProperty("details") List<Problem> details) {
      return new Unknown(code, known(text, details));
    }

    @JsonProperty("text")
    @Override
    public String text() {
      return texts(problems);
    }

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

  /** Problems that are no more than the texts beside them, as older consoles wrote them. */
  final class OnlySaid {
    @Override
    public boolean equals(Object value) {
      return value instanceof List<?> problems
          && problems.stream().allMatch(one -> one instanceof Problem p && p.isOnlySaid());
    }

    @Override
    public int hashCode() {
      return 0;
    }
  }

  private static String texts(List<Problem> problems) {
    return problems.stream().map(Problem::text).collect(Collectors.joining("\n"));
  }

  // A line of an older console holds the text alone.
  private static List<Problem> known(String text, List<Problem> details) {
    return details == null || details.isEmpty() ? List.of(Problem.said(text)) : details;
  }
}
