package dev.backfill.sandbox.dataflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A job's figures and its description, from what its worker says. */
class MetricsTest {
  private static final String TRANSFORMS =
      """
      [{"kind": "transform", "id": "s1", "name": "Read a/Impulse", "transformKind": "READ_KIND",
        "inputs": [], "outputs": ["Read a/Impulse.out"], "display": []},
       {"kind": "transform", "id": "s2", "name": "Flatten", "transformKind": "FLATTEN_KIND",
        "inputs": ["Read a/Impulse.out"], "outputs": ["Flatten.out"], "display": []},
       {"kind": "transform", "id": "s3", "name": "Decode/ParMultiDo(Decode)",
        "transformKind": "PAR_DO_KIND", "inputs": ["Flatten.out"], "outputs": ["Decode.output"],
        "display": [{"key": "fn", "namespace": "ParDo", "value": "DecodeFn"}]}]
      """;

  private PipelineText pipeline;
  private final Metrics metrics = new Metrics();

  @BeforeEach
  void describe() throws Exception {
    pipeline = new PipelineText((ArrayNode) DecodeJobRecord.JSON.readTree(TRANSFORMS));
    metrics.counted(line("{'namespace':'n','name':'read','step':'Decode','value':7}"));
    metrics.counted(line("{'namespace':'n','name':'read','step':'Decode','value':9}"));
    metrics.counted(line("{'namespace':'n','name':'rows/a/b/1','step':'Decode','value':6}"));
    metrics.counted(line("{'namespace':'n','name':'errors/a/b/1','step':'Decode','value':2}"));
    metrics.ticked(line("{'cpuMillis':1500,'processors':2,'memoryBytes':104857600}"), 2000);
  }

  private static JsonNode line(String text) throws Exception {
    return DecodeJobRecord.JSON.readTree(text.replace('\'', '"'));
  }

  private List<JsonNode> named(String name) {
    var found = new ArrayList<JsonNode>();
    for (var metric : metrics.toJson(pipeline, Instant.EPOCH)) {
      if (metric.at("/name/name").asText().equals(name)) {
        found.add(metric);
      }
    }
    return found;
  }

  @Test
  void aCounterStandsCommittedAndTentativeUnderItsStep() {
    var read = named("read");
    assertThat(read).hasSize(2);
    assertThat(read.get(0).path("scalar").asLong()).isEqualTo(9);
    assertThat(read.get(0).at("/name/context").toString())
        .isEqualTo("{\"namespace\":\"n\",\"step\":\"s3\"}");
    assertThat(read.get(1).at("/name/context/tentative").asText()).isEqualTo("true");
    assertThat(metrics.read()).isEqualTo(9);
  }

  @Test
  void whatTheServiceCountsHasItsContexts() {
    var elements = named("ElementCount").get(0);
    assertThat(elements.path("scalar").asLong()).isEqualTo(9);
    assertThat(elements.at("/name/origin").asText()).isEqualTo("dataflow/v1b3");
    assertThat(elements.at("/name/context").toString())
        .isEqualTo(
            "{\"original_name\":\"Flatten-out0\",\"output_user_name\":\"Flatten.out0\","
                + "\"step\":\"s2\"}");
    var decoded = named("ElementCount").get(1);
    assertThat(decoded.path("scalar").asLong()).as("rows and error rows").isEqualTo(8);
    assertThat(decoded.at("/name/context/output_user_name").asText())
        .isEqualTo("Decode/ParMultiDo(Decode).out0");
    assertThat(named("TotalVcpuTime").get(0).path("scalar").asDouble()).isEqualTo(1.5);
    assertThat(named("CurrentVcpuCount").get(0).path("scalar").asInt()).isEqualTo(2);
    assertThat(named("TotalMemoryUsage").get(0).path("scalar").asInt()).isEqualTo(200);
  }

  @Test
  void theDescriptionNamesEachTransformAndTheOneStage() {
    var text = pipeline.toJson();
    assertThat(text.path("originalPipelineTransform").findValuesAsText("kind"))
        .containsExactly("READ_KIND", "FLATTEN_KIND", "PAR_DO_KIND");
    assertThat(text.at("/originalPipelineTransform/2/displayData/0/strValue").asText())
        .isEqualTo("DecodeFn");
    assertThat(text.at("/executionPipelineStage/0/componentTransform")).hasSize(3);
    assertThat(text.at("/originalPipelineTransform/1/outputCollectionName/0").asText())
        .as("as the figures name it")
        .isEqualTo("Flatten.out0")
        .isEqualTo(text.at("/originalPipelineTransform/2/inputCollectionName/0").asText());
  }
}
