package dev.backfill.pipeline;

import com.google.auth.Credentials;
import dev.backfill.plan.Plan;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A decode job to submit.
 *
 * @param inputs staged tables, as {@link InputTable#option} writes them
 * @param outputs tables that rows may go to, as {@link OutputTable#option} writes them
 * @param tempLocation a {@code gs://} folder for temporary and staged files
 * @param flow where it runs, with which workers, and how it reads
 * @param uploadBuffer bytes
 * @param shuffle {@code service} or {@code appliance}
 * @param filesToStage what the workers' class path is made of; empty for this program's own
 * @param credentials whose rights the submission has; empty for the defaults of this machine
 * @param endpoint a sandbox's address without a slash at its end; empty for Google
 */
public record DecodeJobSpec(
    String name,
    String project,
    List<String> inputs,
    List<String> outputs,
    String schemas,
    List<String> strict,
    String tempLocation,
    Plan.Dataflow flow,
    int uploadBuffer,
    String shuffle,
    Map<String, String> labels,
    List<String> filesToStage,
    Optional<Credentials> credentials,
    Optional<String> endpoint) {}
