package dev.backfill.sandbox.bigquery.sql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What one statement's translation shares: parameters, tables scanned, columns read. */
final class Context {
  final Scan.Tables tables;

  /** By lower-case name. */
  final Map<String, Typed> parameters;

  final String project;
  final String dataset;
  final List<Scan> scans = new ArrayList<>();
  final Map<Integer, Set<String>> kept = new HashMap<>();

  /** Scans without a condition on the partitioning column. */
  final Set<Integer> unfiltered = new HashSet<>();

  /** Columns that decide which rows there are. */
  final Set<Scope.Origin> always = new HashSet<>();

  /** Microseconds since the epoch: one statement has one now. */
  final long now = System.currentTimeMillis() * 1000;

  private int aliases;

  Context(Scan.Tables tables, Map<String, Typed> parameters, String project, String dataset) {
    this.tables = tables;
    this.parameters = parameters;
    this.project = project;
    this.dataset = dataset;
  }

  String alias() {
    return "r" + ++aliases;
  }
}
