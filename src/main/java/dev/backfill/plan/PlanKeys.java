package dev.backfill.plan;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The keys of plans, section by section, and the playbooks that those belong to which not every
 * playbook has. A key of another playbook is none of a plan's: nothing would read it.
 */
final class PlanKeys {
  private static final Map<String, List<String>> SECTIONS =
      Map.ofEntries(
          Map.entry(
              "",
              List.of(
                  "playbook",
                  "name",
                  "reason",
                  "days",
                  "documents",
                  "source",
                  "target",
                  "schemas",
                  "credentials",
                  "budget",
                  "errors",
                  "stage",
                  "decode",
                  "deduplicate",
                  "validate",
                  "dataflow",
                  "rewrite",
                  "finalize",
                  "downstream")),
          Map.entry("days", List.of("first", "last")),
          Map.entry("source", List.of("project")),
          Map.entry("target", List.of("project", "location")),
          Map.entry("credentials", List.of("service_account_file", "impersonate")),
          Map.entry("budget", List.of("usd", "hours")),
          Map.entry(
              "errors", List.of("table", "messages", "error_type", "exception_class", "after")),
          Map.entry("stage", List.of("slices")),
          Map.entry("decode", List.of("by", "template", "parameters")),
          Map.entry("deduplicate", List.of("later_days")),
          Map.entry("validate", List.of("null_shares")),
          Map.entry(
              "dataflow",
              Stream.concat(
                      Stream.of("region", "workers", "machine", "public_ips", "read", "write"),
                      WorkerSetupChecker.KEYS.stream())
                  .toList()),
          Map.entry("dataflow.workers", List.of("initial", "max")),
          Map.entry("rewrite", List.of("query", "query_sql", "affected", "affected_sql", "mode")),
          Map.entry("finalize", List.of("mode", "backup", "by", "keep_backup", "backup_days")));

  /** The paths that not every playbook has, with what lies below them. */
  private static final Map<String, Set<PlaybookId>> OWN =
      Map.of(
          "schemas", EnumSet.of(PlaybookId.REPLAY, PlaybookId.REPROCESS),
          "errors", EnumSet.of(PlaybookId.REPROCESS),
          "stage", EnumSet.of(PlaybookId.REPLAY, PlaybookId.REPROCESS),
          "decode", EnumSet.of(PlaybookId.REPROCESS),
          "deduplicate", EnumSet.of(PlaybookId.REPROCESS),
          "downstream", EnumSet.of(PlaybookId.REPROCESS),
          "validate", EnumSet.of(PlaybookId.REPROCESS),
          "dataflow", EnumSet.of(PlaybookId.REPLAY, PlaybookId.REPROCESS),
          "rewrite", EnumSet.of(PlaybookId.REWRITE),
          "finalize.backup_days", EnumSet.of(PlaybookId.REWRITE));

  private PlanKeys() {}

  /** The keys of a section in plans of a playbook, or of any where it is not known. */
  static List<String> in(String section, Optional<PlaybookId> playbook) {
    var prefix = section.isEmpty() ? "" : section + ".";
    return SECTIONS.get(section).stream()
        .filter(key -> playbook.isEmpty() || owners(prefix + key).contains(playbook.get()))
        .toList();
  }

  static boolean isSection(String path) {
    return SECTIONS.containsKey(path);
  }

  /** Whether there is a key of this path in some playbook's plans. */
  static boolean has(String path) {
    var dot = path.lastIndexOf('.');
    return SECTIONS
        .getOrDefault(path.substring(0, Math.max(dot, 0)), List.of())
        .contains(path.substring(dot + 1));
  }

  /** The playbooks whose plans may have a path. */
  static Set<PlaybookId> owners(String path) {
    for (var at = path; !at.isEmpty(); at = at.substring(0, Math.max(at.lastIndexOf('.'), 0))) {
      if (OWN.containsKey(at)) {
        return OWN.get(at);
      }
    }
    return EnumSet.allOf(PlaybookId.class);
  }

  /** What is wrong with a key in a plan of a playbook that does not have it. */
  static String isOthers(String path, PlaybookId playbook) {
    return "belongs to the playbook " + names(path) + ", and this plan is a " + playbook;
  }

  /** What to do then. */
  static String remedy(String path) {
    return "take it out, or write playbook: " + names(path);
  }

  private static String names(String path) {
    return owners(path).stream().map(PlaybookId::id).collect(Collectors.joining(" or "));
  }
}
