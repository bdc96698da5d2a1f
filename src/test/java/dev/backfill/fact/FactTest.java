package dev.backfill.fact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.backfill.check.Counts;
import dev.backfill.check.Counts.Sets;
import dev.backfill.check.Counts.Side;
import dev.backfill.check.Counts.Values;
import dev.backfill.confirm.DeleteInventory.Group;
import dev.backfill.confirm.DeleteInventory.Scope;
import dev.backfill.confirm.Fingerprint;
import dev.backfill.confirm.Holder;
import dev.backfill.estimate.Estimate;
import dev.backfill.estimate.Prices;
import dev.backfill.estimate.Range;
import dev.backfill.estimate.StageEstimate;
import dev.backfill.plan.Cell;
import dev.backfill.plan.Rewrite;
import dev.backfill.stage.StageKind;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The forms that journals keep: a member that is renamed here empties every journal there is. */
class FactTest {
  private static JobMeasured measured() {
    var none = Optional.<Long>empty();
    return new JobMeasured(
        "j",
        NOW,
        new TreeMap<>(
            Map.of(
                "Read", new JobMeasured.StepMeasured("", none, none, none),
                "Decode",
                    new JobMeasured.StepMeasured(
                        "RUNNING", Optional.of(3L), Optional.of(9L), Optional.of(7L)))),
        Optional.of(5L),
        Optional.of(6L),
        Optional.of(8L));
  }

  private static LoadsSeen loads() {
    return new LoadsSeen(
        "j",
        "beam_bq_job_LOAD_x_",
        new TreeMap<>(
            Map.of(
                "p:d.t", new LoadsSeen.Loads(1, 2, 0, Optional.of(3L)),
                "p:d.u", new LoadsSeen.Loads(0, 1, 0, Optional.empty()))));
  }

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Instant NOW = Instant.parse("2020-04-15T03:00:00Z");
  private static final String CELL = "telemetry/main/4@2020-04-14";
  private static final String PRINT =
      "{\"partition\":\"p:d.t$20200414\",\"etag\":\"e\",\"structure\":\"s\",\"partitioning\":\"DAY\","
          + "\"clustering\":\"c\",\"location\":\"US\",\"encryption\":\"default\",\"rows\":3,"
          + "\"bytes\":9,\"modified\":\"2020-04-15T03:00:00Z\"}";
  private static final Fingerprint SEEN =
      new Fingerprint(
          "p:d.t$20200414", "e", "s", "DAY", "c", "US", "default", 3, 9, Optional.of(NOW));

  /** A fact as a journal keeps it. */
  record Kept(String topic, String json, Fact fact) {
    @Override
    public String toString() {
      return topic;
    }
  }

  private static final String ESTIMATE =
      "{'cells':1,'asked':true,'sandbox':false,'prices':{'as_of':'2027-01-31','source':'a test',"
          + "'bigquery_scanned_tib':5.0,'bigquery_read_tb':1.0,'bigquery_stored_gb_month':0.5,"
          + "'storage_stored_gb_month':0.5,'dataflow_vcpu_hour':0.5,'dataflow_memory_gb_hour':0.5,"
          + "'dataflow_disk_gb_hour':0.5,'dataflow_shuffled_gb':0.5,'dataflow_flexrs_share':0.5},"
          + "'rows':[1,2,3],"
          + "'staged_bytes':[4,5,6],'workers':[1,5,7],'storage_usd':[0,0.5,1],'stages':[{'stage':"
          + "'decode','seconds':[60,90,120],'queried_bytes':[0,0,0],'read_bytes':[4,5,6],"
          + "'vcpu_seconds':[100,200,300],'usd':[0.25,0.5,1.5],'model_seconds':90.0,"
          + "'model_vcpu_seconds':200.0}],'sum':{'seconds':[60,90,120],'queried_bytes':[0,0,0],"
          + "'read_bytes':[4,5,6],'vcpu_seconds':[100,200,300],'usd':[0.25,1,2.5]},"
          + "'rests_on':['a guess']}";

  private static Estimate estimate() {
    var decode =
        new StageEstimate(
            StageKind.DECODE,
            new Range(60, 90, 120),
            Range.ZERO,
            new Range(4, 5, 6),
            new Range(100, 200, 300),
            new Range(0.25, 0.5, 1.5),
            90,
            200);
    return new Estimate(
        1,
        new Range(1, 2, 3),
        new Range(4, 5, 6),
        List.of(decode),
        new Range(0, 0.5, 1),
        new Range(1, 5, 7),
        List.of("a guess"),
        true,
        false,
        new Prices(LocalDate.of(2027, 1, 31), "a test", 5, 1, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5));
  }

  static Stream<Kept> all() {
    return Stream.of(
        new Kept("estimate", ESTIMATE, new Estimated(estimate())),
        new Kept(
            "acting_as",
            "{'account':'ann@example.org','kind':'a login','quota_project':'q','text':'t'}",
            new ActingAs(Optional.of("ann@example.org"), "a login", Optional.of("q"), "t")),
        new Kept(
            "permission",
            "{'on':'p','permission':'bigquery.jobs.create','stages':'stage','state':'GRANTED'}",
            new PermissionAsked(
                "p", "bigquery.jobs.create", "stage", PermissionAsked.Grant.GRANTED)),
        new Kept(
            "lease",
            "{'run':'r1','console':'ann-desk','since':'2020-04-15T03:00:00Z','places':['p:d','p:e'],"
                + "'from':[{'name':'p:d','run':'r0','console':'bob-desk'}],"
                + "'unlabelled':[{'name':'p:e','why':'not allowed'}],'returned':true}",
            new LeaseHeld(
                new Holder("r1", "ann-desk", Optional.of(NOW)),
                List.of("p:d", "p:e"),
                List.of(new LeaseHeld.Former("p:d", "r0", "bob-desk")),
                List.of(new LeaseHeld.Unlabelled("p:e", "not allowed")),
                true)),
        new Kept(
            "sql",
            "{'cell':'" + CELL + "','statements':[{'purpose':'count','sql':'SELECT 1','bytes':7}]}",
            new Sent(CELL, List.of(new Sent.Statement("count", "SELECT 1", 7)))),
        new Kept(
            "sql",
            "{'cell':'a','cells':['a','b'],'statements':[{'purpose':'p','sql':'S','bytes':7}]}",
            Sent.together(List.of("a", "b"), List.of(new Sent.Statement("p", "S", 7)))),
        new Kept(
            "rejected",
            "{'type':'telemetry/main/4','days':[{'day':'2020-04-14','planned':'yes','caught':2,"
                + "'all':3},{'day':'2020-04-15','caught':1,'all':1}],'caught':[{'error_type':'P',"
                + "'exception_class':'X','message':'m #','rows':2}],'left':[]}",
            new ScopeSeen(
                "telemetry/main/4",
                List.of(
                    new ScopeSeen.Day(LocalDate.parse("2020-04-14"), true, 2, 3),
                    new ScopeSeen.Day(LocalDate.parse("2020-04-15"), false, 1, 1)),
                List.of(new ScopeSeen.Group("P", "X", "m #", 2)),
                List.of())),
        new Kept(
            "staged",
            "{'cell':'" + CELL + "','rows':3,'bytes':9,'slot_millis':5}",
            new Staged(CELL, 3, 9, 5)),
        new Kept(
            "staged",
            "{'cell':'" + CELL + "','rows':3,'bytes':9,'slot_millis':5,'slice':2}",
            new Staged(CELL, 3, 9, 5, 2)),
        new Kept(
            "state",
            "{'job':'j','state':'DONE','since':'2020-04-15T03:00:00Z','simulated_workers':true}",
            new JobFact.JobStood("j", "DONE", NOW, true)),
        new Kept(
            "workers",
            "{'time':'2020-04-15T03:00:00Z','current':1,'target':5,'text':'raised'}",
            new JobFact.Workers(NOW, 1, 5, "raised")),
        new Kept(
            "workers",
            "{'time':'2020-04-15T03:00:00Z','current':1,'target':5,'text':'no quota',"
                + "'kind':'ACTUATION_FAILURE'}",
            new JobFact.Workers(NOW, 1, 5, "no quota", "ACTUATION_FAILURE")),
        new Kept(
            "measures",
            "{'job':'j','at':'2020-04-15T03:00:00Z','steps':{'Decode':{'state':'RUNNING',"
                + "'elements':3,'bytes':9,'millis':7},'Read':{}},'vcpu_millis':5,"
                + "'memory_megabyte_seconds':6,'shuffled_bytes':8}",
            measured()),
        new Kept(
            "loads",
            "{'job':'j','prefix':'beam_bq_job_LOAD_x_','tables':{'p:d.t':{'done':1,'under_way':2,"
                + "'failed':0,'rows':3},'p:d.u':{'done':0,'under_way':1,'failed':0}}}",
            loads()),
        new Kept(
            "messages",
            "{'time':'2020-04-15T03:00:00Z','importance':'BASIC','text':'begun','id':'m1'}",
            new JobFact.Said(NOW, "BASIC", "begun", Optional.of("m1"), false)),
        new Kept(
            "messages",
            "{'time':'2020-04-15T03:00:00Z','importance':'WARNING','text':'still',"
                + "'by_console':true}",
            JobFact.Said.warning(NOW, "still")),
        new Kept(
            "counters",
            "{'backfill/read':4,'backfill/rows/telemetry/main/4':3}",
            new JobFact.Counters(
                new TreeMap<>(Map.of("backfill/rows/telemetry/main/4", 3L, "backfill/read", 4L)))),
        new Kept(
            "values-outside",
            "{'job':'j','cells':{'" + CELL + "':2,'b':null},'metadata':{'telemetry/main/4':1}}",
            outside()),
        new Kept(
            "fingerprints",
            "{'cell':'" + CELL + "','staging':" + PRINT + ",'production':" + PRINT + "}",
            new CountFact.Fingerprinted(CELL, Optional.of(SEEN), Optional.of(SEEN))),
        new Kept(
            "counts",
            "{'type':'telemetry/main/4','day':'2020-04-14',"
                + "'pbd':{'rows':3,'distinct':2,'null_ids':1},"
                + "'live':{'rows':3,'distinct':2,'null_ids':1},"
                + "'stable':{'rows':3,'distinct':2,'null_ids':1},"
                + "'backfill':{'rows':3,'distinct':2,'null_ids':1},"
                + "'staged':{'rows':3,'distinct':2,'null_ids':1},'errors':4,"
                + "'sets':{'missing':1,'extra':1,'missing_samples':['a'],'extra_samples':['b']},"
                + "'outside':5,'leftovers':['c'],'values':{'outside':6,'metadata':7}}",
            counted()),
        new Kept(
            "error-rows",
            "{'cell':'"
                + CELL
                + "','groups':[{'error_type':'Json','message':'not JSON','n_errors':2}]}",
            new CountFact.ErrorsGrouped(
                CELL, List.of(new CountFact.ErrorsGrouped.Group("Json", "not JSON", 2)))),
        new Kept(
            "counts",
            "{'type':'telemetry/main/4','day':'2020-04-14',"
                + "'rewritten':{'mode':'drop','affected':1,'left':0}}",
            new CountFact.Counted(
                Counts.ofRewrite(
                    Cell.parse(CELL),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    new Counts.Rewritten(Rewrite.Mode.DROP, Optional.of(1L), Optional.of(0L))))),
        new Kept(
            "scope",
            "{'cell':'" + CELL + "','rows':9,'affected':2,'bytes':7}",
            new CountFact.Scoped(CELL, 9, Optional.of(2L), 7)),
        new Kept(
            "elsewhere",
            "{'cell':'"
                + CELL
                + "','places':[{'role':'live','table':'p:d.t','rows':3,'same':1},"
                + "{'role':'error','table':'p:e.t','why':'denied'}]}",
            new CountFact.Elsewhere(
                CELL,
                List.of(
                    new CountFact.Elsewhere.Place(
                        "live", "p:d.t", Optional.of(3L), Optional.of(1L), Optional.empty()),
                    new CountFact.Elsewhere.Place(
                        "error",
                        "p:e.t",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("denied"))))),
        new Kept(
            "backup",
            "{'cell':'" + CELL + "','partition':'b:d.t$20200414','rows':3,'of':" + PRINT + "}",
            new ProductionFact.BackedUp(CELL, "b:d.t$20200414", 3, SEEN)),
        new Kept(
            "copied",
            "{'cell':'" + CELL + "','job':'j','before':" + PRINT + ",'after':" + PRINT + "}",
            new ProductionFact.Copied(CELL, "j", Optional.of(SEEN), SEEN)),
        new Kept(
            "restored",
            "{'cell':'" + CELL + "','job':'j','after':" + PRINT + "}",
            new ProductionFact.Restored(CELL, "j", SEEN)),
        new Kept(
            "errors_deleted",
            "{'cell':'" + CELL + "','job':'j','rows':3,'kept':'b:d.t'}",
            new ProductionFact.ErrorsDeleted(CELL, "j", 3, "b:d.t")),
        new Kept(
            "errors_returned",
            "{'cell':'" + CELL + "','job':'j','rows':3}",
            new ProductionFact.ErrorsReturned(CELL, "j", 3)),
        new Kept(
            "packet",
            "{'file':'a.json','digest':'0123','expires':'2020-04-15T03:00:00Z','commands':['bq cp']}",
            new ProductionFact.PacketMade("a.json", "0123", NOW, List.of("bq cp"))),
        new Kept(
            "drift",
            "{'seen':" + PRINT + ",'now':" + PRINT + "}",
            new ProductionFact.Drifted(SEEN, SEEN)),
        new Kept(
            "inventory",
            "{'digest':'01234567','phrase':'p','phrase_everything':'everything in p 01234567',"
                + "'tables':[{'name':'p:d.t','kind':'table','rows':3,'bytes':9,"
                + "'modified':'2020-04-15T03:00:00Z','group':'run'}],"
                + "'datasets':[{'created':'2020-04-15T03:00:00Z','name':'p:d','group':'others',"
                + "'note':'stays'}],"
                + "'buckets':[{'created':'2020-04-15T03:00:00Z','modified':'2020-04-15T03:00:00Z',"
                + "'name':'b','objects':2,'bytes':9,'soft_delete_days':7,'group':'run','note':''}],"
                + "'left':[{'name':'gs://s','why':'schemas'}]}",
            listed()),
        new Kept(
            "listed-again",
            "{'left':['p:d'],'present':['p:d','p:e'],'scope':'everything'}",
            new ListedAgain(List.of("p:d"), Optional.of(List.of("p:d", "p:e")), Scope.EVERYTHING)),
        new Kept("lost-lines", "{'line':7}", new LinesLost(7)),
        new Kept("not-yet", "{'of':['a',1,null]}", unknown()));
  }

  @ParameterizedTest
  @MethodSource("all")
  void writesItsForm(Kept kept) {
    assertThat(kept.fact().topic()).isEqualTo(kept.topic());
    assertThat(kept.fact().json().toString()).isEqualTo(text(kept));
  }

  @ParameterizedTest
  @MethodSource("all")
  void readsWhatItWrote(Kept kept) throws Exception {
    assertThat(Fact.read(kept.topic(), JSON.readTree(text(kept)))).isEqualTo(kept.fact());
  }

  /** A kind that is added without a form here, or that no topic reads, fails this. */
  @Test
  void knowsAFormOfEveryKind() {
    var kinds = new HashSet<Class<?>>();
    kinds(Fact.class, kinds);
    assertThat(all().<Class<?>>map(kept -> kept.fact().getClass())).containsAll(kinds);
    assertThat(all().map(Kept::topic).distinct()).hasSize(kinds.size());
  }

  private static void kinds(Class<?> type, Set<Class<?>> kinds) {
    if (type.isSealed()) {
      for (var one : type.getPermittedSubclasses()) {
        kinds(one, kinds);
      }
    } else {
      kinds.add(type);
    }
  }

  /** A member of a newer version is no reason to lose the rest. */
  @ParameterizedTest
  @MethodSource("all")
  void readsPastMembersThatItDoesNotKnow(Kept kept) throws Exception {
    if (kept.fact() instanceof JobFact.Counters || kept.fact() instanceof UnknownFact) {
      return;
    }
    var more = text(kept).replaceFirst("\\{", "{\"newer\":{\"a\":[1]},");
    assertThat(Fact.read(kept.topic(), JSON.readTree(more))).isEqualTo(kept.fact());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "copied | {'cell':'c','job':'j'} | 'after' is absent",
        "copied | {'cell':'c','job':'j','after':'three'} | 'after' is no object",
        "staged | {'rows':3} | 'cell' is absent",
        "staged | {'cell':'c','rows':'3'} | 'rows' is no whole number",
        "workers | {'time':'yesterday'} | 'time' is no time",
        "packet | {'file':'f','digest':'d','expires':'2020-04-15T03:00:00Z','commands':[1]} |"
            + " 'commands' is no list of texts",
        "inventory | {'tables':[{}]} | 'name' is absent"
      })
  void refusesWhatIsNotInItsForm(String topic, String json, String why) {
    assertThatThrownBy(() -> Fact.read(topic, JSON.readTree(json.replace('\'', '"'))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why.replaceFirst("^'(.*)$", "'$1"));
  }

  private static String text(Kept kept) {
    return kept.json().replace('\'', '"');
  }

  private static Fact outside() {
    var cells = new LinkedHashMap<String, Optional<Long>>();
    cells.put(CELL, Optional.of(2L));
    cells.put("b", Optional.empty());
    return new JobFact.OutsideCounted("j", cells, Map.of("telemetry/main/4", 1L));
  }

  private static Fact counted() {
    var side = Optional.of(new Side(3, 2, 1));
    return new CountFact.Counted(
        new Counts(
            Cell.parse(CELL),
            side,
            side,
            side,
            side,
            side,
            Optional.of(4L),
            Optional.of(new Sets(1, 1, List.of("a"), List.of("b"))),
            Optional.of(5L),
            Optional.of(List.of("c")),
            Optional.of(new Values(Optional.of(6L), 7))));
  }

  private static Fact listed() {
    return new Listed(
        "01234567",
        "p",
        "everything in p 01234567",
        List.of(new Listed.Table("p:d.t", "table", 3, 9, Optional.of(NOW), Group.RUN)),
        List.of(new Listed.Dataset("p:d", Optional.of(NOW), Group.OTHERS, "stays")),
        List.of(new Listed.Bucket("b", Optional.of(NOW), Optional.of(NOW), 2, 9, 7, Group.RUN, "")),
        List.of(new Listed.Left("gs://s", "schemas")));
  }

  private static Fact unknown() {
    var json = JSON.createObjectNode();
    json.putArray("of").add("a").add(1).addNull();
    return new UnknownFact("not-yet", json);
  }
}
