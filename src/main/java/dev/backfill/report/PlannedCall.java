package dev.backfill.report;

import dev.backfill.stage.StageKind;
import java.util.Optional;

/**
 * One thing that a plan makes the console ask of the cloud.
 *
 * @param subject the step's subject
 * @param call the service's method, for example {@code bigquery.jobs.insert (query)}
 * @param touches what it changes, in words; empty when it only reads
 * @param sql the GoogleSQL it sends
 * @param command the same by hand, for a POSIX shell; every name in it is quoted
 */
public record PlannedCall(
    StageKind stage,
    String subject,
    String call,
    String touches,
    Optional<String> sql,
    String command) {}
