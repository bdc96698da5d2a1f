package dev.backfill.ui;

import dev.backfill.plan.InvalidPlan;
import dev.backfill.problem.Explained;
import dev.backfill.problem.Problem;
import dev.backfill.text.ErrorCode;
import dev.backfill.ui.model.Failure;
import dev.backfill.ui.model.RunModel;
import dev.backfill.ui.model.Texts;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Tells the window what other threads did, or could not do.
 *
 * @param window runs a task on the window's thread
 */
record Teller(RunModel model, Executor window) {

  /** What is done on another thread. */
  interface Work {
    void run() throws Exception;
  }

  void say(String text) {
    window.execute(() -> model.say(text));
  }

  void fail(Failure what) {
    window.execute(() -> model.fail(what));
  }

  /** Does something; what is thrown is told in words, and logged under the code that they bear. */
  void guard(String what, Work work) {
    try {
      work.run();
    } catch (InvalidPlan e) {
      fail(new Failure(invalid(e.problems()), ""));
    } catch (NoSuchFileException e) {
      fail(new Failure(Texts.of("files.nofolder", e.getFile()), ""));
    } catch (IOException e) {
      fail(new Failure(Texts.of("files.failed", e.getMessage()), ErrorCode.log(what, e)));
    } catch (Exception e) {
      fail(new Failure(problem(e), ErrorCode.log(what, e)));
    }
  }

  private static Problem invalid(List<Problem> problems) {
    return Problem.of(Texts.of("plan.invalid", problems.size()), Texts.of("plan.invalid.do"))
        .under(problems.stream().map(Problem::line).toList());
  }

  /** What a failure says of itself; those of the program's own know what to do. */
  private static Problem problem(Exception e) {
    return e instanceof Explained explained ? explained.problem() : Problem.said(words(e));
  }

  /** What a failure says of itself; exceptions of the program's own end with what to do. */
  static String words(Exception e) {
    return e.getMessage() == null ? Texts.of("run.unexpected") : e.getMessage();
  }
}
