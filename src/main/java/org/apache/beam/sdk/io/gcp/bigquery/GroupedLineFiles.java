package org.apache.beam.sdk.io.gcp.bigquery;

import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionView;

/** Writes the lines of a group, all of one table, into a file of their own. */
final class GroupedLineFiles
    extends DoFn<KV<KV<String, Integer>, Iterable<byte[]>>, WriteBundlesToFiles.Result<String>> {
  private static final long serialVersionUID = 1;
  private final PCollectionView<String> folder;

  GroupedLineFiles(PCollectionView<String> folder) {
    this.folder = folder;
  }

  @ProcessElement
  public void process(ProcessContext context) throws Exception {
    var file = new LineWriter(context.sideInput(folder));
    try (file) {
      for (var line : context.element().getValue()) {
        file.write(line);
      }
    }
    context.output(file.result(context.element().getKey().getKey()));
  }
}
