package dev.backfill.ui;

import dev.backfill.ui.model.Texts;
import dev.backfill.ui.model.WindowQuestion;

/** The one draft of a plan, which nothing takes away unasked. */
final class Drafts {
  private Drafts() {}

  /** Puts another text in the draft's place, and shows it; asks before what was written is lost. */
  static void replace(PageContext context, String text) {
    var draft = context.plan();
    if (draft.isWritten() && !draft.text().get().equals(text)) {
      context
          .model()
          .ask()
          .set(
              new WindowQuestion(
                  "draft", Texts.of("draft.text"), false, reason -> put(context, text)));
    } else {
      put(context, text);
    }
  }

  private static void put(PageContext context, String text) {
    context.plan().begin(text);
    context.following().choose(Pages.PLAN);
  }
}
