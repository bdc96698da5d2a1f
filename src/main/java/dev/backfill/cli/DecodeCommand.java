package dev.backfill.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.backfill.decode.DecodeResult;
import dev.backfill.decode.DecodeResult.Failure;
import dev.backfill.decode.RecordLine;
import dev.backfill.decode.RowDecoder;
import dev.backfill.decode.RowPlan;
import dev.backfill.decode.SchemaArchive;
import dev.backfill.decode.SharedColumns;
import dev.backfill.plan.DocumentType;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Decodes records as the Dataflow job does, from lines to lines. */
@Command(
    name = "decode",
    mixinStandardHelpOptions = true,
    description =
        "Decodes records {\"attributeMap\":{…},\"payload\":\"<base64>\"}, one per line, "
            + "and prints the row of each.")
final class DecodeCommand implements Callable<Integer> {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Streams streams;
  private final RowDecoder decoder = new RowDecoder();
  private final Map<String, Optional<RowPlan>> plans = new HashMap<>();
  private final SharedColumns shared = new SharedColumns();
  private SchemaArchive archive;

  @Option(
      names = "--schemas",
      required = true,
      paramLabel = "ARCHIVE.tar.gz",
      description = "Schema archive (.tar.gz).")
  private Path schemas;

  @Option(
      names = "--strict",
      paramLabel = "NS/TYPE",
      description = "Document type whose unknown properties are dropped; repeatable.")
  private Set<String> strict = Set.of();

  @Option(
      names = "--input",
      paramLabel = "FILE|-",
      description = "File to read. Default: standard input.")
  private String input = "-";

  @Option(
      names = "--errors",
      paramLabel = "FILE",
      description = "File for records that cannot become rows. Default: standard error.")
  private Path errors;

  DecodeCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    archive = SchemaArchive.open(schemas);
    try (var in = input.equals("-") ? streams.in() : Files.newInputStream(Path.of(input));
        var failed = errors == null ? null : Streams.utf8(Files.newOutputStream(errors))) {
      decode(in, failed == null ? streams.err() : failed);
      if (failed != null && failed.checkError()) {
        throw new IOException("The errors could not be written whole to " + errors + ".");
      }
    }
    streams.finish();
    return 0;
  }

  private void decode(InputStream in, PrintStream failed) throws IOException {
    var lines = Streams.lines(in);
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      var line0 = line;
      RecordLine.parse(line)
          .ifPresentOrElse(
              record -> decode(record, failed),
              () ->
                  fail(
                      failed,
                      null,
                      new Failure("ParseRecord", "The line is not a record.", -1),
                      line0.getBytes(StandardCharsets.UTF_8)));
    }
  }

  private void decode(RecordLine record, PrintStream failed) {
    var id = record.attributes().get("document_id");
    var namespace = record.attribute("document_namespace");
    var type = record.attribute("document_type");
    var version = record.attribute("document_version");
    var plan = plan(namespace, type, version);
    var result =
        plan.isEmpty()
            ? new Failure(
                "SchemaNotFound",
                "No schema for " + namespace + "/" + type + "/" + version + " in " + schemas,
                -1)
            : decoder.decode(plan.get(), record.payload());
    if (result instanceof DecodeResult.Row row) {
      var document = new DocumentType(namespace, type, version);
      streams
          .out()
          .print(
              "{\"document_id\":"
                  + id
                  + ",\"table\":\""
                  + document.stableDataset()
                  + "."
                  + document.table()
                  + "\",\"row\":"
                  + row.text()
                  + "}\n");
    } else {
      fail(failed, id, (Failure) result, record.payload());
    }
  }

  private Optional<RowPlan> plan(String namespace, String type, String version) {
    return plans.computeIfAbsent(
        namespace + "/" + type + "/" + version,
        key ->
            archive
                .schema(namespace, type, version)
                .map(
                    schema ->
                        RowPlan.compile(schema, strict.contains(namespace + "/" + type), shared)));
  }

  private static void fail(PrintStream failed, JsonNode id, Failure failure, byte[] payload) {
    var line = JSON.createObjectNode();
    line.set("document_id", id);
    line.put("error_type", failure.type())
        .put("error_message", failure.message())
        .put("payload", Base64.getEncoder().encodeToString(payload));
    failed.print(line + "\n");
  }
}
