package dev.backfill.decode;

import dev.backfill.pipeline.FileWay;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.avro.generic.GenericRecord;

/** The whole way of records, from the staged row to the bytes in the load file, for each type. */
final class WholeWay {
  private static final String OURS = "whole way";
  private static final String TREE = "plain tree's whole way";
  private static final String LOADER = "the same, compressed anew";

  private record Line(String type, int bytes, int onePass, Rounds rounds) {
    double times(String other) {
      return rounds.micros(other) / rounds.micros(OURS);
    }
  }

  private WholeWay() {}

  /** Adds our way, and that of a plain tree, to other work on an input. */
  static void add(Map<String, Callable<?>> work, String input) throws Exception {
    var type = Inputs.type(input);
    var records = new Turns<GenericRecord>();
    records.all = new ArrayList<>();
    for (var gzip : Inputs.payloads(input)) {
      records.all.add(FileWay.record(type, gzip, records.all.size()));
    }
    var file = new SinkFile();
    var way = new FileWay(Inputs.path(Inputs.archiveOf(input)).toString(), type, file);
    var tree = new LoaderWay(Inputs.schema(input), false);
    var loader = new LoaderWay(Inputs.schema(input), true);
    work.put(
        OURS,
        () -> {
          way.write(records.next());
          return file.size();
        });
    work.put(
        TREE,
        () -> {
          tree.write(records.next(), file);
          return file.size();
        });
    work.put(
        LOADER,
        () -> {
          loader.write(records.next(), file);
          return file.size();
        });
  }

  /** Prints a table of types, the one with the smallest gain first. */
  static void print(List<String> types) throws Exception {
    var lines = new ArrayList<Line>();
    for (var type : types) {
      lines.add(measure(type));
    }
    lines.sort(Comparator.comparing(line -> line.times(LOADER)));
    System.out.println(
        "| document type | bytes | one pass | inflate | decode | whole way | allocated |"
            + " plain tree | times | compressed anew | times |");
    System.out.println(
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    for (var line : lines) {
      System.out.printf(
          Locale.ROOT,
          "| %s | %d | %d of 60 | %.1f µs | %.1f µs | %.1f µs | %.1f KB | %.1f µs | %.1f | %.1f µs"
              + " | %.1f |%n",
          line.type,
          line.bytes,
          line.onePass,
          line.rounds.micros("inflate"),
          line.rounds.micros("decode"),
          line.rounds.micros(OURS),
          line.rounds.allocated(OURS) / 1024,
          line.rounds.micros(TREE),
          line.times(TREE),
          line.rounds.micros(LOADER),
          line.times(LOADER));
    }
  }

  private static Line measure(String type) throws Exception {
    var benchmark = new DecodeBenchmark();
    benchmark.input = type;
    benchmark.setUp();
    var work = new LinkedHashMap<String, Callable<?>>();
    work.put("inflate", benchmark::inflate);
    work.put("decode", benchmark::decode);
    add(work, type);
    return new Line(type, benchmark.size(), benchmark.onePass(), Rounds.of(work));
  }
}
