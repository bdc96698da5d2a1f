package dev.backfill.pipeline;

import java.util.List;
import org.apache.beam.runners.dataflow.options.DataflowPipelineOptions;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** The options of the decode pipeline, as they travel to its workers. */
public interface BackfillOptions extends DataflowPipelineOptions {
  @Description("Staged tables: project:dataset.table|type|days|columns|partitions to export")
  List<String> getInputs();

  void setInputs(List<String> inputs);

  @Description("Tables that rows may go to: project:dataset.table|partition type|field|clustering")
  List<String> getOutputs();

  void setOutputs(List<String> outputs);

  @Description("Project that the rows go to")
  String getTargetProject();

  void setTargetProject(String project);

  @Description("The schema archive, a .tar.gz")
  String getSchemasLocation();

  void setSchemasLocation(String location);

  @Description("Document types without additional_properties, namespace/type")
  List<String> getStrict();

  void setStrict(List<String> strict);

  @Description("Read with the Storage Read API instead of an export")
  @Default.Boolean(false)
  boolean getDirectRead();

  void setDirectRead(boolean direct);

  @Description("Where a sandbox serves the Storage Read API, 127.0.0.1:PORT; none at Google")
  String getReadAddress();

  void setReadAddress(String address);
}
