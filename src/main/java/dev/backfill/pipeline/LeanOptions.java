package dev.backfill.pipeline;

import com.google.api.services.dataflow.model.Environment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.runners.dataflow.DataflowRunnerHooks;

/**
 * Takes out of a job's options what is about the machine that submits it: the paths of some 250
 * files, how long its network is waited for, and the options once more as display data. Workers get
 * the files from the job's bucket.
 */
final class LeanOptions extends DataflowRunnerHooks {
  private static final List<String> LOCAL =
      List.of("filesToStage", "dataflowJobFile", "gcsHttpRequestWriteTimeout");

  @Override
  public void modifyEnvironmentBeforeSubmission(Environment environment) {
    var all = new HashMap<>(environment.getSdkPipelineOptions());
    all.remove("display_data");
    if (all.get("options") instanceof Map<?, ?> submitted) {
      var options = new HashMap<Object, Object>(submitted);
      LOCAL.forEach(options::remove);
      all.put("options", options);
    }
    environment.setSdkPipelineOptions(all);
  }
}
