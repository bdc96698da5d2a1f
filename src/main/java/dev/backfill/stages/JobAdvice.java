package dev.backfill.stages;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What to do about messages of a Dataflow job that are known, from its page "Troubleshoot Dataflow
 * errors" and from backfills that failed by them.
 */
final class JobAdvice {
  private static final Map<Pattern, String> KNOWN = new LinkedHashMap<>();

  static {
    know(
        "ZONE_RESOURCE_POOL_EXHAUSTED|does not have enough resources available|resource pool"
            + " exhausted|STOCKOUT",
        "The zone has no such machines now: wait, or name another dataflow.machine or"
            + " dataflow.region.");
    know(
        "OutOfMemoryError|out of memory|Java heap space|GC thrashing|\\bOOM\\b",
        "Workers ran out of memory: lower dataflow.upload_buffer_mb, name a dataflow.machine with"
            + " more memory, or split the plan by day.");
    know(
        "No space left on device",
        "Workers ran out of disk: raise dataflow.disk_gb, or split the plan by day.");
    know(
        "Resources exceeded|resourcesExceeded",
        "A query or load needs more than it is given: split the plan by day or document type, or"
            + " give it more slots.");
    know(
        "QUOTA_EXCEEDED|quota exceeded|exceeded quota|Quota '|rateLimitExceeded",
        "A quota caps it: ask for more of the one that it names, or lower dataflow.workers.max.");
    know(
        "(work item|bundle|element).{0,80}(failed|attempted) 4 times|attempted 4 times without"
            + " success|failed 4 times|tried 4 times",
        "A worker failed four times at one piece: mostly out of memory. Lower"
            + " dataflow.upload_buffer_mb, name a dataflow.machine with more memory, or split the"
            + " plan by day.");
    know(
        "Private Google Access|(sub)?network .{0,120}(not found|not accessible|does not exist|was"
            + " not found)|Cannot use (sub)?network",
        "The workers have no network to work in: name dataflow.subnetwork, one with Private Google"
            + " Access where dataflow.public_ips is false.");
    know(
        "actAs|service account .{0,120}(does not exist|not found|disabled|lacks|missing)",
        "The workers' account is not there, or not yours to use: name dataflow.service_account, and"
            + " ask for Service Account User on it.");
    know(
        "launcher container|Template launch failed",
        "The launcher's log tells why; the job's first message says where it lies. Mostly it is a"
            + " value in decode.parameters, or an image that the workers' account may not pull.");
  }

  private JobAdvice() {}

  private static void know(String message, String advice) {
    KNOWN.put(Pattern.compile(message, Pattern.CASE_INSENSITIVE | Pattern.DOTALL), advice);
  }

  /** A sentence of what to do; empty for a message that is not known. */
  static Optional<String> of(String message) {
    return KNOWN.entrySet().stream()
        .filter(one -> one.getKey().matcher(message).find())
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
