package dev.backfill.check;

/**
 * The checks of a cell, in the order of the table; the first four are the operators' own. Which of
 * them a run makes, its playbook tells.
 */
public enum CheckKind {
  DEDUPED("BACKFILL IS NOT PROPERLY DEDUPED!"),
  LIVE("BACKFILL HAS FEWER RECORDS THAN LIVE!"),
  STABLE("BACKFILL HAS FEWER RECORDS THAN STABLE!"),
  DECODED("BACKFILL DOES NOT MATCH PAYLOAD_BYTES_DECODED!"),
  NOT_EMPTY("BACKFILL IS EMPTY!"),
  SETS("BACKFILL HOLDS OTHER IDS THAN PAYLOAD_BYTES_DECODED!"),
  NULL_IDS("ROWS HAVE NO DOCUMENT_ID!"),
  STAGED("STAGED ROWS ARE NOT THE DISTINCT DOCUMENTS!"),
  LEDGER("STAGED ROWS ARE NEITHER WRITTEN NOR ERRORS!"),
  OUTSIDE("ROWS LIE OUTSIDE THE DAYS OF THE PLAN!"),
  LEFTOVERS("TEMPORARY LOAD TABLES ARE LEFT BEHIND!"),
  VALUES("VALUES OF DOCUMENTS ARE NOT IN THE TABLE!"),
  REWRITTEN("REWRITTEN ROWS ARE NOT AS MANY AS THEY MUST BE!"),
  AFFECTED_LEFT("AFFECTED ROWS ARE STILL THERE!"),
  SAME_IDS("REWRITTEN ROWS HAVE NOT THE IDS THAT MUST STAY!");

  private final String message;

  CheckKind(String message) {
    this.message = message;
  }

  /** What an operator reads when it fails. */
  public String message() {
    return message;
  }
}
