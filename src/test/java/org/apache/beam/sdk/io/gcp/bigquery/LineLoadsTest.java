package org.apache.beam.sdk.io.gcp.bigquery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.services.bigquery.model.TableSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.DoFnTester;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.ValueInSingleWindow;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines become files whose every byte is theirs, each line once, however many tables there are. */
@Tag("job")
class LineLoadsTest {
  // What the pipeline's own copies of the check write to.
  private static final AtomicReference<List<WriteBundlesToFiles.Result<String>>> FILES =
      new AtomicReference<>();

  @TempDir Path folder;

  @Test
  void aBundleOfManyTablesBecomesFilesOfOneTableEach() throws IOException {
    var tables = LineFiles.MOST_OPEN + 15;
    var lines = new ArrayList<KV<String, byte[]>>();
    var expected = new TreeMap<String, List<String>>();
    for (var i = 0; i < 4 * tables; i++) {
      var table = "p:d.t" + i % tables;
      // Some longer than what is written together.
      var text = "{\"a\":\"é" + "x".repeat(i % 3 * 40_000) + "\",\"n\":" + i + "}";
      lines.add(KV.of(table, (text + "\n").getBytes(UTF_8)));
      expected.computeIfAbsent(table, t -> new ArrayList<>()).add(text);
    }
    var found = read(written(lines));
    expected.values().forEach(texts -> texts.sort(null));
    assertThat(found).isEqualTo(expected);
    assertThat(Files.list(folder)).hasSameSizeAs(FILES.get());
  }

  /** A runner lets go of the instance whose bundle failed, and tries the bundle with another. */
  @Test
  @SuppressWarnings("deprecation")
  void aBundleThatFailsLeavesNoFileThatCounts() throws Exception {
    var row = KV.of("p:d.t", "{\"a\":1}\n".getBytes(UTF_8));
    try (var failed = bundle()) {
      failed.startBundle();
      failed.processElement(row);
      failed.processElement(KV.of("p:d.other", row.getValue()));
    }
    assertThat(Files.list(folder)).as("files that nobody tells of").hasSize(2);
    try (var again = bundle()) {
      assertThat(again.processBundle(row))
          .singleElement()
          .satisfies(
              file ->
                  assertThat(read(List.of(file))).isEqualTo(Map.of("p:d.t", List.of("{\"a\":1}"))));
    }
    assertThat(Files.list(folder)).hasSize(3);
  }

  @SuppressWarnings("deprecation")
  private DoFnTester<KV<String, byte[]>, WriteBundlesToFiles.Result<String>> bundle() {
    var pipeline = Pipeline.create();
    var prefix = prefix(pipeline);
    var tester = DoFnTester.of(new LineFiles(prefix, new TupleTag<>("left")));
    tester.setSideInput(prefix, GlobalWindow.INSTANCE, folder + "/");
    tester.setCloningBehavior(DoFnTester.CloningBehavior.DO_NOT_CLONE);
    return tester;
  }

  private static final class Tables extends DynamicDestinations<Object, String> {
    private static final long serialVersionUID = 1;

    @Override
    public String getDestination(ValueInSingleWindow<Object> element) {
      throw new UnsupportedOperationException();
    }

    @Override
    public TableDestination getTable(String table) {
      return new TableDestination(table, null);
    }

    @Override
    public TableSchema getSchema(String table) {
      return null;
    }
  }

  private PCollectionView<String> prefix(Pipeline pipeline) {
    return pipeline.apply("folder", Create.of(folder + "/")).apply(View.asSingleton());
  }

  private List<WriteBundlesToFiles.Result<String>> written(List<KV<String, byte[]>> lines) {
    FILES.set(new ArrayList<>());
    var pipeline = Pipeline.create();
    // One element, so that all is one bundle.
    var all =
        pipeline
            .apply(Create.of(0))
            .apply(ParDo.of(new AllAtOnce(new ArrayList<>(lines))))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), ByteArrayCoder.of()));
    var files =
        new LineLoads(new Tables()).writeDynamicallyShardedFilesUntriggered(all, prefix(pipeline));
    PAssert.that(files)
        .satisfies(
            written -> {
              written.forEach(FILES.get()::add);
              return null;
            });
    pipeline.run().waitUntilFinish();
    return FILES.get();
  }

  private static final class AllAtOnce extends DoFn<Integer, KV<String, byte[]>> {
    private static final long serialVersionUID = 1;
    private final List<String> tables = new ArrayList<>();
    private final List<byte[]> lines = new ArrayList<>();

    AllAtOnce(List<KV<String, byte[]>> all) {
      for (var line : all) {
        tables.add(line.getKey());
        lines.add(line.getValue());
      }
    }

    @ProcessElement
    public void process(OutputReceiver<KV<String, byte[]>> out) {
      for (var i = 0; i < lines.size(); i++) {
        out.output(KV.of(tables.get(i), lines.get(i)));
      }
    }
  }

  /** Sorted lines by table; each file must have the size that is said of it. */
  private static Map<String, List<String>> read(List<WriteBundlesToFiles.Result<String>> files) {
    var found = new TreeMap<String, List<String>>();
    for (var file : files) {
      try {
        var text = Files.readString(Path.of(file.filename));
        assertThat(text.getBytes(UTF_8)).hasSize(Math.toIntExact(file.fileByteSize));
        assertThat(text).endsWith("\n");
        found
            .computeIfAbsent(file.destination, t -> new ArrayList<>())
            .addAll(List.of(text.split("\n")));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    found.values().forEach(texts -> texts.sort(null));
    return found;
  }
}
