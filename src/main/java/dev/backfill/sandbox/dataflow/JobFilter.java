package dev.backfill.sandbox.dataflow;

import dev.backfill.sandbox.http.ApiException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which jobs of a list are answered, and in which order. */
enum JobFilter {
  /** All, the newest first. */
  UNKNOWN,
  /** Those that run, the oldest first; then those that have ended, by their end. */
  ALL,
  TERMINATED,
  ACTIVE;

  private static final Comparator<DecodeJobRecord> CREATED =
      Comparator.comparing(job -> job.resource().path("createTime").asText());
  private static final Comparator<DecodeJobRecord> ENDED =
      Comparator.comparing(job -> job.resource().path("currentStateTime").asText());

  /** Reads the parameter. */
  static JobFilter of(String parameter) {
    try {
      return parameter == null || parameter.isEmpty() ? UNKNOWN : valueOf(parameter);
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid("filter is ALL, TERMINATED or ACTIVE, not " + parameter + ".");
    }
  }

  List<DecodeJobRecord> of(List<DecodeJobRecord> jobs) {
    var active = jobs.stream().filter(job -> !job.ended()).sorted(CREATED).toList();
    var ended = jobs.stream().filter(DecodeJobRecord::ended).sorted(ENDED).toList();
    return switch (this) {
      case UNKNOWN -> jobs.stream().sorted(CREATED.reversed()).toList();
      case ALL -> joined(active, ended);
      case TERMINATED -> ended;
      case ACTIVE -> active;
    };
  }

  private static List<DecodeJobRecord> joined(
      List<DecodeJobRecord> first, List<DecodeJobRecord> then) {
    var all = new ArrayList<>(first);
    all.addAll(then);
    return all;
  }
}
