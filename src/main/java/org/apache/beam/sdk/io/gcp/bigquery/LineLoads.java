package org.apache.beam.sdk.io.gcp.bigquery;

import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.errorhandling.BadRecordRouter;
import org.apache.beam.sdk.transforms.errorhandling.ErrorHandler;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * BigQueryIO's file loads, of rows that are lines of JSON already. Whatever happens to the files
 * (partitions, load jobs and their ids, tries, temporary tables, deletion) is BigQueryIO's own;
 * only how bundles become files is ours, because BigQueryIO prints each row from a {@code
 * TableRow}, by way of three texts.
 *
 * <p>It stands in BigQueryIO's package, as what it builds on is not public there. A version of Beam
 * that changes it does not compile.
 */
public final class LineLoads extends BatchLoads<String, byte[]> {
  private static final long serialVersionUID = 1;

  /**
   * Appends lines, each with its line feed and keyed by the table that it goes to, to tables that
   * stand already; members that have no column are ignored.
   *
   * @param tables the tables by their keys
   */
  public LineLoads(DynamicDestinations<?, String> tables) {
    super(
        BigQueryIO.Write.WriteDisposition.WRITE_APPEND,
        BigQueryIO.Write.CreateDisposition.CREATE_NEVER,
        /* singletonTable= */ false,
        tables,
        StringUtf8Coder.of(),
        /* customGcsTempLocation= */ null,
        /* loadJobProjectId= */ null,
        /* ignoreUnknownValues= */ true,
        ByteArrayCoder.of(),
        // Asked for the format of the files alone.
        RowWriterFactory.tableRows(
            BigQueryIO.TableRowFormatFunction.fromSerializableFunction(
                line -> {
                  throw new IllegalStateException("Lines are printed already.");
                }),
            null),
        /* kmsKey= */ null,
        /* clusteringEnabled= */ true,
        /* useAvroLogicalTypes= */ false,
        /* tempDataset= */ null,
        BadRecordRouter.THROWING_ROUTER,
        new ErrorHandler.DefaultErrorHandler<>());
  }

  @Override
  PCollection<WriteBundlesToFiles.Result<String>> writeDynamicallyShardedFilesUntriggered(
      PCollection<KV<String, byte[]>> lines, PCollectionView<String> folder) {
    var files = new TupleTag<WriteBundlesToFiles.Result<String>>("files");
    var left = new TupleTag<KV<KV<String, Integer>, byte[]>>("left");
    var coder = WriteBundlesToFiles.ResultCoder.of(StringUtf8Coder.of());
    var group = KvCoder.of(StringUtf8Coder.of(), VarIntCoder.of());
    var written =
        lines.apply(
            "WriteBundlesToFiles",
            ParDo.of(new LineFiles(folder, left))
                .withSideInputs(folder)
                .withOutputTags(files, TupleTagList.of(left)));
    var grouped =
        written
            .get(left)
            .setCoder(KvCoder.of(group, ByteArrayCoder.of()))
            .apply("GroupByDestination", GroupByKey.create())
            .apply(
                "WriteGroupedRecords",
                ParDo.of(new GroupedLineFiles(folder)).withSideInputs(folder))
            .setCoder(coder);
    return PCollectionList.of(written.get(files).setCoder(coder))
        .and(grouped)
        .apply("FlattenFiles", Flatten.pCollections())
        .setCoder(coder);
  }
}
