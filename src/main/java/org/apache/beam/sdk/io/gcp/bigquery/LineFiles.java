package org.apache.beam.sdk.io.gcp.bigquery;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the lines of a bundle into a file for each table. A file counts only when its bundle ends
 * well: those of a bundle that is tried again are never loaded. Lines of a bundle's further tables
 * are left to be grouped first.
 */
final class LineFiles extends DoFn<KV<String, byte[]>, WriteBundlesToFiles.Result<String>> {
  private static final long serialVersionUID = 1;
  private static final Logger LOG = LoggerFactory.getLogger(LineFiles.class);

  // Each open file has an upload buffer of 16 MB or more, in each thread of a worker.
  static final int MOST_OPEN = BatchLoads.DEFAULT_MAX_NUM_WRITERS_PER_BUNDLE;

  // Groups of one table, so that no worker is given all of its lines that were left.
  private static final int GROUPS = 10;

  private final PCollectionView<String> folder;
  private final TupleTag<KV<KV<String, Integer>, byte[]>> left;
  private transient Map<String, LineWriter> open;
  private transient int group;

  /**
   * A way into files.
   *
   * @param folder what names of files begin with
   * @param left where lines go for whose table no more file can be opened
   */
  LineFiles(PCollectionView<String> folder, TupleTag<KV<KV<String, Integer>, byte[]>> left) {
    this.folder = folder;
    this.left = left;
  }

  @StartBundle
  public void start() {
    open = new HashMap<>();
  }

  @ProcessElement
  public void process(ProcessContext context) throws Exception {
    var table = context.element().getKey();
    var line = context.element().getValue();
    var file = open.get(table);
    if (file != null && file.getByteSize() > BatchLoads.DEFAULT_MAX_FILE_SIZE) {
      context.output(open.remove(table).closed(table));
      file = null;
    }
    if (file == null) {
      if (open.size() == MOST_OPEN) {
        context.output(left, KV.of(KV.of(table, group++ % GROUPS), line));
        return;
      }
      file = new LineWriter(context.sideInput(folder));
      open.put(table, file);
    }
    file.write(line);
  }

  @FinishBundle
  public void finish(FinishBundleContext context) throws IOException {
    var window = GlobalWindow.INSTANCE;
    for (var files = open.entrySet().iterator(); files.hasNext(); ) {
      var file = files.next();
      files.remove();
      context.output(file.getValue().closed(file.getKey()), window.maxTimestamp(), window);
    }
  }

  /** Ends the uploads of a bundle that failed, after which this is used no more. */
  @Teardown
  public void abandon() {
    if (open == null) {
      return;
    }
    for (var file : open.values()) {
      try {
        file.close();
      } catch (IOException e) {
        LOG.debug("A file that does not count could not be closed.", e);
      }
    }
    open.clear();
  }
}
