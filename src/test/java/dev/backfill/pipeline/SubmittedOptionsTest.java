package dev.backfill.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;

class SubmittedOptionsTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Test
  void takesThePipelinesOwnAndNothingThatNamesClassesFilesOrEndpoints() throws Exception {
    var listed =
        SubmittedOptions.listed(
            JSON.readTree(
                """
                {"options": {"inputs": ["p:d.t"], "outputs": [], "targetProject": "p",
                  "schemasLocation": "gs://b/s.tar.gz", "tempLocation": "gs://b/t",
                  "runner": "org.evil.Runner", "filesToStage": ["/etc/passwd"],
                  "gcsEndpoint": "http://elsewhere/", "credentialFactoryClass": "org.evil.C",
                  "jdkAddOpenModules": ["x"], "gcpTempLocation": "/tmp", "optionsId": 1},
                 "display_data": [{"key": "x"}]}
                """));
    assertThat(listed.fieldNames()).toIterable().containsExactly("options");
    assertThat(listed.path("options").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "inputs", "outputs", "targetProject", "schemasLocation", "tempLocation");
  }

  @Test
  void readsNoLocalFile() throws Exception {
    var local = JSON.readTree("{\"options\": {\"schemasLocation\": \"/etc/passwd\"}}");
    assertThatThrownBy(() -> SubmittedOptions.listed(local))
        .hasMessageContaining("schemasLocation must be in a bucket");
  }
}
