package dev.backfill.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.check.Counts.Rejected;
import dev.backfill.check.Counts.Side;
import dev.backfill.plan.Cell;
import dev.backfill.plan.DocumentType;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The checks of documents that were rejected once: each told alone, by one count that is off. */
class RejectedChecksTest {
  private static final Cell CELL =
      new Cell(DocumentType.parse("telemetry/main/4"), LocalDate.of(2020, 4, 14));

  // 30 rejected, 7 of them again; 23 decoded: 3 duplicates, 4 in stable, 16 new.
  private long caught = 30;
  private long kinds = 2;
  private int patterns = 2;
  private Side decoded = new Side(23, 20, 0);
  private long fresh = 16;
  private Side present = new Side(0, 0, 0);
  private long later;
  private long strange;
  private long named;
  private Optional<Long> held = Optional.empty();
  private boolean byTemplate;
  private Optional<Side> stable = Optional.of(new Side(400, 400, 0));
  private Optional<Side> backfill = Optional.of(new Side(16, 16, 0));
  private Optional<Side> staged = Optional.of(new Side(30, 28, 0));
  private Optional<Long> errors = Optional.of(7L);
  private boolean counted = true;

  @Test
  void areTheseForDocumentsThatAreNew() {
    assertThat(all())
        .extracting(CheckResult::kind)
        .containsExactlyInAnyOrder(
            CheckKind.DEDUPED,
            CheckKind.NOT_EMPTY,
            CheckKind.LEDGER,
            CheckKind.OUTSIDE,
            CheckKind.LEFTOVERS,
            CheckKind.CAUGHT,
            CheckKind.FILTER,
            CheckKind.NEW,
            CheckKind.PRESENT,
            CheckKind.NO_IDS,
            CheckKind.NAMED);
    assertThat(all()).allMatch(check -> check.verdict() == Verdict.PASS);
  }

  @Test
  void failWhereOtherDocumentsWereStagedThanCaught() {
    caught = 31;
    only(CheckKind.CAUGHT, Verdict.FAIL, "30 staged, 31 in payload_bytes_error");
    staged = Optional.empty();
    assertThat(one(CheckKind.CAUGHT).verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(one(CheckKind.LEDGER).verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void failWhereTheFilterCatchesAMessageThatItDoesNotName() {
    kinds = 3;
    only(CheckKind.FILTER, Verdict.FAIL, "3 messages, numbers aside, by 2 that are named");
    kinds = 1;
    assertThat(one(CheckKind.FILTER).verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void failWhereMoreOrLessThanTheNewIsInTheBackfill() {
    var detail =
        "23 decoded = 16 new + 3 duplicates + 4 in stable + 0 without id; "
            + "16 in the backfill, 0 of them not decoded";
    assertThat(one(CheckKind.NEW).detail()).isEqualTo(detail);
    backfill = Optional.of(new Side(17, 17, 0));
    only(CheckKind.NEW, Verdict.FAIL, detail.replace("16 in the", "17 in the"));
    backfill = Optional.of(new Side(16, 16, 0));
    strange = 1;
    only(CheckKind.NEW, Verdict.FAIL, detail.replace("0 of them", "1 of them"));
    backfill = Optional.empty();
    assertThat(one(CheckKind.NEW).verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void failWhereAnIdIsInStableOnTheDayOrLater() {
    present = new Side(1, 1, 0);
    only(CheckKind.PRESENT, Verdict.FAIL, "1 rows of stable on the day, 0 on later days");
    present = new Side(0, 0, 0);
    later = 2;
    only(CheckKind.PRESENT, Verdict.FAIL, "0 rows of stable on the day, 2 on later days");
  }

  @Test
  void failWhereStableHoldsEveryDocumentAlready() {
    fresh = 0;
    backfill = Optional.of(new Side(0, 0, 0));
    only(CheckKind.NOT_EMPTY, Verdict.FAIL, "0 rows: stable holds every document that was decoded");
    decoded = new Side(0, 0, 0);
    assertThat(one(CheckKind.NOT_EMPTY).detail()).isEqualTo("0 rows");
  }

  @Test
  void failWhereADecodedDocumentHasNoId() {
    decoded = new Side(23, 20, 1);
    only(CheckKind.NO_IDS, Verdict.FAIL, "1 of 23");
    assertThat(one(CheckKind.NEW).detail()).contains("+ 2 duplicates +").contains("+ 1 without id");
  }

  @Test
  void failWhereADocumentIsRejectedForTheSameReasonAgain() {
    named = 1;
    only(CheckKind.NAMED, Verdict.FAIL, "1 error rows");
  }

  @Test
  void failWhereTheLedgerLacksADocumentAndAskWhereATemplateMayHaveDroppedIt() {
    errors = Optional.of(6L);
    only(CheckKind.LEDGER, Verdict.FAIL, "30 staged = 23 rows + 6 errors, difference 1");
    byTemplate = true;
    assertThat(one(CheckKind.LEDGER).verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(one(CheckKind.LEDGER).detail())
        .startsWith("30 staged = 23 rows + 6 errors, difference 1: the template");
    // More than there were nobody dropped.
    errors = Optional.of(8L);
    only(CheckKind.LEDGER, Verdict.FAIL, "30 staged = 23 rows + 8 errors, difference -1");
    errors = Optional.of(7L);
    assertThat(one(CheckKind.LEDGER).verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void askAfterTheSumOnceTheRowsAreAdded() {
    added();
    assertThat(all())
        .extracting(CheckResult::kind)
        .contains(CheckKind.ADDED)
        .doesNotContain(CheckKind.NEW, CheckKind.PRESENT);
    only(CheckKind.ADDED, Verdict.PASS, null);
    assertThat(one(CheckKind.ADDED).detail())
        .isEqualTo("400 before + 16 added, 416 in stable; of the new documents 16, in 16 rows");
  }

  @Test
  void failWhereTheRowsWereAddedTwiceInPartOrBesideOthers() {
    added();
    stable = Optional.of(new Side(432, 416, 0));
    only(CheckKind.ADDED, Verdict.FAIL, null);
    stable = Optional.of(new Side(416, 416, 0));
    present = new Side(17, 16, 0);
    only(CheckKind.ADDED, Verdict.FAIL, null);
    present = new Side(16, 15, 0);
    only(CheckKind.ADDED, Verdict.FAIL, null);
    present = new Side(16, 16, 0);
    stable = Optional.empty();
    assertThat(one(CheckKind.ADDED).verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void areUnknownWhereTheErrorTableCouldNotBeRead() {
    counted = false;
    for (var kind :
        List.of(
            CheckKind.CAUGHT,
            CheckKind.FILTER,
            CheckKind.NEW,
            CheckKind.PRESENT,
            CheckKind.NO_IDS,
            CheckKind.NAMED)) {
      assertThat(one(kind).verdict()).as(kind.name()).isEqualTo(Verdict.UNKNOWN);
    }
  }

  @Test
  void haveNothingToDoOnlyWhereNothingWasCaughtStagedDecodedOrWritten() {
    var none = new Side(0, 0, 0);
    caught = 0;
    decoded = none;
    staged = Optional.of(none);
    backfill = Optional.of(none);
    errors = Optional.of(0L);
    assertThat(counts().isVoid()).as("whatever stable has").isTrue();
    caught = 1;
    assertThat(counts().isVoid()).isFalse();
    caught = 0;
    decoded = new Side(1, 1, 0);
    assertThat(counts().isVoid()).isFalse();
    decoded = none;
    staged = Optional.empty();
    assertThat(counts().isVoid()).isFalse();
    staged = Optional.of(none);
    backfill = Optional.of(new Side(1, 1, 0));
    assertThat(counts().isVoid()).isFalse();
    backfill = Optional.of(none);
    errors = Optional.of(1L);
    assertThat(counts().isVoid()).isFalse();
    errors = Optional.empty();
    assertThat(counts().isVoid()).isFalse();
  }

  @Test
  void surviveJson() {
    added();
    var counts = counts().withNulls(List.of(new NullShare("client_id", 3, 16, 5, 400)));
    assertThat(CountsJson.read(CountsJson.write(counts))).isEqualTo(counts);
    assertThat(counts.brief()).isEqualTo("rejected 30, decoded 23, stable 416, backfill 16");
  }

  private void added() {
    held = Optional.of(400L);
    present = new Side(16, 16, 0);
    stable = Optional.of(new Side(416, 416, 0));
  }

  /** That check has the verdict, and every other passes. */
  private void only(CheckKind kind, Verdict verdict, String detail) {
    assertThat(one(kind).verdict()).isEqualTo(verdict);
    if (detail != null) {
      assertThat(one(kind).detail()).isEqualTo(detail);
    }
    assertThat(all())
        .filteredOn(check -> check.kind() != kind)
        .allMatch(check -> check.verdict() == Verdict.PASS);
  }

  private CheckResult one(CheckKind kind) {
    return all().stream().filter(check -> check.kind() == kind).findFirst().orElseThrow();
  }

  private List<CheckResult> all() {
    return Checks.of(counts(), Checks.REPROCESS);
  }

  private Counts counts() {
    var rejected =
        new Rejected(
            caught,
            kinds,
            patterns,
            decoded,
            fresh,
            present,
            later,
            strange,
            named,
            Optional.empty(),
            Optional.empty(),
            List.of(),
            byTemplate);
    var counts =
        new Counts(
            CELL,
            Optional.empty(),
            Optional.empty(),
            stable,
            backfill,
            staged,
            errors,
            Optional.empty(),
            Optional.of(0L),
            Optional.of(List.of()),
            Optional.empty(),
            Optional.empty(),
            counted ? Optional.of(rejected) : Optional.empty());
    return held.map(counts::addedTo).orElse(counts);
  }
}
