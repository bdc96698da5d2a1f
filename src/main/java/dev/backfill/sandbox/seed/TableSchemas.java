package dev.backfill.sandbox.seed;

import static dev.backfill.sandbox.seed.SeedFields.bytes;
import static dev.backfill.sandbox.seed.SeedFields.flag;
import static dev.backfill.sandbox.seed.SeedFields.integer;
import static dev.backfill.sandbox.seed.SeedFields.map;
import static dev.backfill.sandbox.seed.SeedFields.number;
import static dev.backfill.sandbox.seed.SeedFields.record;
import static dev.backfill.sandbox.seed.SeedFields.records;
import static dev.backfill.sandbox.seed.SeedFields.text;
import static dev.backfill.sandbox.seed.SeedFields.time;

import dev.backfill.decode.Schema;
import dev.backfill.decode.Schema.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The schemas of the tables that the sandbox is filled with. */
public final class TableSchemas {
  /** How many histograms a generated main ping's schema knows. */
  static final int HISTOGRAMS = 120;

  static final int KEYED_HISTOGRAMS = 20;
  static final int SCALARS = 60;

  private TableSchemas() {}

  /** Tables of decoded payloads: the columns of Mozilla's {@code decoded.1.bq}. */
  public static Schema decoded() {
    var fields = new ArrayList<>(List.of(text("client_id"), text("document_id"), metadata()));
    fields.addAll(normalized());
    fields.addAll(List.of(bytes("payload"), integer("sample_id"), time("submission_timestamp")));
    return new Schema(fields);
  }

  /** Tables of payloads that failed: the columns of Mozilla's {@code error.1.bq}. */
  public static Schema errors() {
    var names =
        "args client_id content_length date dnt document_namespace document_type document_version"
            + " error_message error_type exception_class geo_city geo_country geo_subdivision1"
            + " geo_subdivision2 host input input_type isp_name isp_organization job_name method"
            + " payload protocol remote_addr stack_trace stack_trace_cause_1 stack_trace_cause_2"
            + " stack_trace_cause_3 stack_trace_cause_4 stack_trace_cause_5 submission_timestamp"
            + " uri user_agent user_agent_browser user_agent_os user_agent_version x_debug_id"
            + " x_forwarded_for x_foxsec_ip_reputation x_lb_tags x_pingsender_version"
            + " x_pipeline_proxy x_source_tags x_telemetry_agent";
    return new Schema(
        Stream.of(names.split(" "))
            .map(
                name ->
                    switch (name) {
                      case "payload" -> bytes(name);
                      case "submission_timestamp" -> time(name);
                      default -> text(name);
                    })
            .toList());
  }

  /** A main ping's table: of the real one's shape, with fewer columns. */
  static Schema main() {
    return table(
        List.of(
            text("type"),
            integer("version"),
            text("creation_date"),
            environment(),
            record(
                "payload",
                integer("ver"),
                record(
                    "info",
                    integer("subsession_counter"),
                    integer("subsession_length"),
                    text("reason"),
                    text("session_id"),
                    flag("previous_build")),
                record("histograms", named("histogram_", HISTOGRAMS, SeedFields::text)),
                record(
                    "keyed_histograms",
                    named("keyed_", KEYED_HISTOGRAMS, name -> map(name, text("value")))),
                record(
                    "processes",
                    record(
                        "parent",
                        record("scalars", scalars()),
                        records(
                            "events",
                            integer("f0_"),
                            text("f1_"),
                            text("f2_"),
                            text("f3_"),
                            text("f4_"),
                            map("f5_", text("value")))),
                    record(
                        "content",
                        record(
                            "histograms", named("histogram_", HISTOGRAMS, SeedFields::text)))))));
  }

  /** A core ping's table: small. */
  static Schema core() {
    return table(
        List.of(
            integer("v"),
            integer("seq"),
            text("locale"),
            text("os"),
            text("osversion"),
            text("device"),
            text("arch"),
            text("default_search"),
            flag("default_browser"),
            integer("sessions"),
            integer("durations"),
            integer("tz"),
            SeedFields.texts("accessibility_services"),
            map("searches", integer("value"))));
  }

  /** An event ping's table. */
  static Schema event() {
    return table(
        List.of(
            text("type"),
            environment(),
            record(
                "payload",
                text("reason"),
                integer("lost_events_count"),
                record(
                    "events",
                    records(
                        "parent",
                        integer("f0_"),
                        text("f1_"),
                        text("f2_"),
                        text("f3_"),
                        text("f4_"),
                        map("f5_", text("value")))))));
  }

  /** The table of any small ping. */
  static Schema small() {
    return table(
        List.of(
            text("type"),
            text("creation_date"),
            environment(),
            record("payload", text("reason"), integer("count"))));
  }

  private static Schema table(List<Field> own) {
    var fields = new ArrayList<>(own);
    fields.add(text("additional_properties"));
    fields.add(text("client_id"));
    fields.add(text("document_id"));
    fields.add(metadata());
    fields.addAll(normalized());
    fields.add(integer("sample_id"));
    fields.add(time("submission_timestamp"));
    return new Schema(fields);
  }

  private static Field environment() {
    return record(
        "environment",
        record("build", text("application_name"), text("version"), text("build_id")),
        record(
            "system",
            integer("memory_mb"),
            record("os", text("name"), text("version")),
            record("gfx", records("adapters", text("vendor_id"), flag("gpu_active")))),
        record("settings", flag("telemetry_enabled"), map("user_prefs", text("value"))),
        record(
            "addons",
            map(
                "active_addons",
                record(
                    "value",
                    text("name"),
                    text("version"),
                    flag("is_system"),
                    integer("install_day"),
                    number("score")))),
        map("experiments", record("value", text("branch"))));
  }

  static List<Field> scalars() {
    return named(
        "scalar_",
        SCALARS,
        name -> name.hashCode() % 3 == 0 ? SeedFields.flag(name) : SeedFields.integer(name));
  }

  private static List<Field> named(String prefix, int count, Function<String, Field> column) {
    return IntStream.range(0, count).mapToObj(i -> column.apply(prefix + i + "_ms")).toList();
  }

  private static List<Field> normalized() {
    return List.of(
        text("normalized_app_name"),
        text("normalized_channel"),
        text("normalized_country_code"),
        text("normalized_os"),
        text("normalized_os_version"));
  }

  private static Field metadata() {
    return record(
        "metadata",
        text("document_namespace"),
        text("document_type"),
        text("document_version"),
        texts("geo", "city country db_version subdivision1 subdivision2"),
        texts(
            "header",
            "date dnt x_debug_id x_foxsec_ip_reputation x_lb_tags x_pingsender_version"
                + " x_source_tags x_telemetry_agent"),
        texts("isp", "db_version name organization"),
        texts("uri", "app_build_id app_name app_update_channel app_version"),
        texts("user_agent", "browser os version"));
  }

  private static Field texts(String name, String columns) {
    return record(name, Stream.of(columns.split(" ")).map(SeedFields::text).toList());
  }
}
