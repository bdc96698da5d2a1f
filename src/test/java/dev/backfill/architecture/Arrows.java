package dev.backfill.architecture;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which package may know which: what is not named is forbidden. A new package, or a new arrow, is a
 * line here, to be read before it is written.
 */
final class Arrows {
  /** The root package, where the program is entered. */
  static final String ROOT = "dev.backfill";

  private static final Map<String, Set<String>> ALLOWED = new TreeMap<>();

  static {
    allow("", "cli", "settings", "ui");
    allow("text");
    allow("estimate", "check", "plan", "stage", "text");
    allow("problem", "text");
    allow("plan", "problem", "text");
    allow("decode", "text");
    allow("confirm", "plan", "problem");
    allow("stage", "plan", "problem", "text");
    allow("check", "plan");
    allow("cloud", "confirm", "plan", "problem", "text");
    allow("settings", "text");
    allow("survey", "cloud", "estimate", "plan", "problem", "settings", "stage", "text");
    allow("fact", "check", "confirm", "estimate", "plan", "stage");
    allow("journal", "fact", "problem", "settings", "stage", "text");
    allow(
        "run",
        "check",
        "cloud",
        "confirm",
        "estimate",
        "fact",
        "journal",
        "plan",
        "problem",
        "settings",
        "stage",
        "survey",
        "text");
    allow(
        "landing",
        "check",
        "cloud",
        "confirm",
        "fact",
        "journal",
        "plan",
        "problem",
        "run",
        "settings",
        "stage",
        "text");
    allow(
        "stages",
        "check",
        "cloud",
        "confirm",
        "decode",
        "estimate",
        "fact",
        "landing",
        "plan",
        "problem",
        "run",
        "stage",
        "survey",
        "text");
    allow("playbook", "check", "plan", "run", "stages");
    allow(
        "report",
        "check",
        "confirm",
        "estimate",
        "fact",
        "journal",
        "landing",
        "plan",
        "run",
        "settings",
        "stage",
        "text");
    allow("pipeline", "cloud", "decode", "plan");
    allow("google", "cloud", "confirm", "pipeline", "plan", "problem", "stage", "text");
    allow(
        "cli",
        "cloud",
        "confirm",
        "decode",
        "estimate",
        "fact",
        "google",
        "journal",
        "landing",
        "plan",
        "problem",
        "report",
        "run",
        "sandbox",
        "sandbox.fault",
        "sandbox.seed",
        "sandbox.strict",
        "settings",
        "stage",
        "stages",
        "survey",
        "text",
        "ui");
    allow(
        "ui",
        "check",
        "cloud",
        "confirm",
        "estimate",
        "fact",
        "journal",
        "landing",
        "plan",
        "problem",
        "report",
        "run",
        "settings",
        "stage",
        "survey",
        "text",
        "ui.model",
        "ui.part");
    allow("ui.part", "run", "text", "ui.model");
    allow(
        "ui.model",
        "check",
        "cloud",
        "confirm",
        "estimate",
        "fact",
        "journal",
        "landing",
        "plan",
        "problem",
        "run",
        "stage",
        "text");
    allow("sandbox.http");
    allow("sandbox.iam", "sandbox.http");
    allow("sandbox.storage", "sandbox.http", "sandbox.iam");
    allow(
        "sandbox.bigquery",
        "sandbox.bigquery.schema",
        "sandbox.bigquery.sql",
        "sandbox.http",
        "sandbox.iam",
        "sandbox.storage");
    allow("sandbox.bigquery.schema", "sandbox.http");
    allow("sandbox.bigquery.sql", "sandbox.bigquery.schema", "sandbox.http");
    allow("sandbox.dataflow", "plan", "sandbox.http");
    allow("sandbox.fault", "sandbox.bigquery", "sandbox.dataflow", "sandbox.http", "text");
    allow("sandbox.strict", "sandbox.bigquery", "sandbox.http", "text");
    allow("sandbox.seed", "decode", "plan", "sandbox.bigquery", "sandbox.storage");
    allow(
        "sandbox",
        "plan",
        "sandbox.bigquery",
        "sandbox.dataflow",
        "sandbox.fault",
        "sandbox.http",
        "sandbox.iam",
        "sandbox.seed",
        "sandbox.storage",
        "sandbox.strict",
        "settings");
  }

  private Arrows() {}

  private static void allow(String from, String... to) {
    ALLOWED.put(from, Set.of(to));
  }

  /** The packages that are named, without their root. */
  static Set<String> packages() {
    return ALLOWED.keySet();
  }

  /** The packages that one may know. */
  static Set<String> of(String from) {
    return ALLOWED.get(from);
  }
}
