package dev.backfill.pipeline;

import dev.backfill.plan.Days;
import dev.backfill.plan.DocumentType;
import java.time.LocalDate;
import java.util.List;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.WithKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the classes that a decode job needs before there is one: builds a job that reads nothing,
 * and runs a pipeline of two numbers. It calls nobody.
 */
final class WarmUp {
  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
  private static final String TABLE = "project:dataset.table";

  private WarmUp() {}

  static void run() {
    try {
      load();
    } catch (RuntimeException | LinkageError e) {
      // The job itself tells what is wrong, to whom it concerns.
      LOG.info("Classes could not be loaded ahead", e);
    }
  }

  /** The same, and throws what goes wrong. */
  static void load() {
    build();
    runOnNothing();
  }

  private static void build() {
    var options = PipelineOptionsFactory.as(BackfillOptions.class);
    options.setRunner(DirectRunner.class);
    options.setDirectRead(true);
    options.setReadAddress("127.0.0.1:1");
    var day = LocalDate.EPOCH;
    var type = new DocumentType("telemetry", "main", "4");
    var columns = List.of("payload", "document_id");
    var input = new InputTable(TABLE, type, new Days(day, day), columns, List.of());
    options.setInputs(List.of(input.option()));
    options.setOutputs(List.of());
    options.setTargetProject("project");
    options.setSchemasLocation("gs://none/none");
    options.setTempLocation("gs://none/none");
    BackfillPipeline.build(options);
  }

  private static void runOnNothing() {
    var options = PipelineOptionsFactory.as(DirectOptions.class);
    options.setRunner(DirectRunner.class);
    options.setTargetParallelism(1);
    options.setEnforceImmutability(false);
    options.setEnforceEncodability(false);
    var pipeline = Pipeline.create(options);
    pipeline.apply(Create.of(1, 2)).apply(WithKeys.of("key")).apply(GroupByKey.create());
    pipeline.run().waitUntilFinish();
  }
}
