package dev.backfill.estimate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeSet;

/**
 * List prices in US dollars, with their day. Those that come with the program can be overridden,
 * all or some, by a file of the same keys.
 *
 * @param asOf the day on which they were written down
 * @param source where they come from
 * @param scannedTib BigQuery, on demand, a TiB that queries are billed for
 * @param readTb BigQuery's Storage Read, a TB
 * @param storedGbMonth active storage in BigQuery, a GB and month
 * @param filesGbMonth standard storage in Cloud Storage, a GB and month
 * @param vcpuHour Dataflow in batch
 * @param memoryGbHour the same
 * @param diskGbHour the same, of a worker's standard disk
 * @param shuffledGb what Dataflow's service shuffles, a GB
 * @param flexRsShare what a vCPU and its memory cost under FlexRS, of the price without
 */
public record Prices(
    LocalDate asOf,
    String source,
    double scannedTib,
    double readTb,
    double storedGbMonth,
    double filesGbMonth,
    double vcpuHour,
    double memoryGbHour,
    double diskGbHour,
    double shuffledGb,
    double flexRsShare) {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String AS_OF = "as_of";
  private static final String SOURCE = "source";
  private static final List<String> NUMBERS =
      List.of(
          "bigquery_scanned_tib",
          "bigquery_read_tb",
          "bigquery_stored_gb_month",
          "storage_stored_gb_month",
          "dataflow_vcpu_hour",
          "dataflow_memory_gb_hour",
          "dataflow_disk_gb_hour",
          "dataflow_shuffled_gb",
          "dataflow_flexrs_share");

  /** Prices that cannot be taken: what is wrong in their file, and what to do. */
  public static final class BadPrices extends Exception {
    private static final long serialVersionUID = 1;

    BadPrices(String message) {
      super(message);
    }
  }

  /** Those that come with the program. */
  public static Prices ofProgram() {
    try {
      return of(listed());
    } catch (BadPrices e) {
      throw new IllegalStateException("The program's own prices cannot be read.", e);
    }
  }

  /**
   * The program's prices with those of a file in their place, as many as it names. It must say of
   * which day they are.
   *
   * @throws BadPrices in a sentence, when it is no such file
   */
  public static Prices overriddenBy(String text) throws BadPrices {
    var given = tree(text);
    var known = new TreeSet<>(NUMBERS);
    known.add(AS_OF);
    known.add(SOURCE);
    for (var name : (Iterable<String>) given::fieldNames) {
      if (!known.contains(name)) {
        throw new BadPrices("there is no price '" + name + "'; write one of " + known);
      }
    }
    if (!given.has(AS_OF)) {
      throw new BadPrices("'" + AS_OF + "' is missing; write the day of the prices, YYYY-MM-DD");
    }
    var all = listed();
    if (!given.has(SOURCE)) {
      all.put(SOURCE, "a file of yours");
    }
    all.setAll(given);
    return of(all);
  }

  private static ObjectNode listed() {
    try (var in = Prices.class.getResourceAsStream("prices.json")) {
      return (ObjectNode) JSON.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode tree(String text) throws BadPrices {
    try {
      if (JSON.readTree(text) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw new BadPrices("it is not JSON; mend it, or delete it to have the program's prices");
    }
    throw new BadPrices("it is no JSON object; write {\"as_of\": …, \"bigquery_scanned_tib\": …}");
  }

  /**
   * Reads what {@link #json} wrote.
   *
   * @throws IllegalArgumentException when it is no such object
   */
  public static Prices read(JsonNode all) {
    try {
      return of(all);
    } catch (BadPrices e) {
      throw new IllegalArgumentException("The prices cannot be read: " + e.getMessage(), e);
    }
  }

  /** The prices in the form of their file. */
  public ObjectNode json() {
    var values =
        new double[] {
          scannedTib,
          readTb,
          storedGbMonth,
          filesGbMonth,
          vcpuHour,
          memoryGbHour,
          diskGbHour,
          shuffledGb,
          flexRsShare
        };
    var node = JSON.createObjectNode().put(AS_OF, asOf.toString()).put(SOURCE, source);
    for (var i = 0; i < values.length; i++) {
      node.put(NUMBERS.get(i), values[i]);
    }
    return node;
  }

  private static Prices of(JsonNode all) throws BadPrices {
    var numbers = new double[NUMBERS.size()];
    for (var i = 0; i < numbers.length; i++) {
      var node = all.path(NUMBERS.get(i));
      if (!node.isNumber() || node.asDouble() < 0) {
        throw new BadPrices("'" + NUMBERS.get(i) + "' is not a price; write dollars, such as 6.25");
      }
      numbers[i] = node.asDouble();
    }
    return new Prices(
        day(all.path(AS_OF).asText()),
        all.path(SOURCE).asText(),
        numbers[0],
        numbers[1],
        numbers[2],
        numbers[3],
        numbers[4],
        numbers[5],
        numbers[6],
        numbers[7],
        numbers[8]);
  }

  private static LocalDate day(String text) throws BadPrices {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw new BadPrices("'" + AS_OF + "' is no day; write YYYY-MM-DD");
    }
  }

  /** Queries that are billed for so many bytes. */
  public double queried(double bytes) {
    return bytes / (1L << 40) * scannedTib;
  }

  /** A direct read of so many bytes. */
  public double read(double bytes) {
    return bytes / 1e12 * readTb;
  }

  /** Tables of so many bytes that are kept for some days. */
  public double stored(double bytes, double days) {
    return bytes / 1e9 * storedGbMonth * days / 30;
  }

  /** Bytes that Dataflow's service shuffled. */
  public double shuffled(double bytes) {
    return bytes / 1e9 * shuffledGb;
  }

  /** Workers' time: vCPUs, their memory, and their disks. */
  public double workers(double vcpuHours, double memoryGbHours, double diskGbHours, boolean flex) {
    var share = flex ? flexRsShare : 1;
    return (vcpuHours * vcpuHour + memoryGbHours * memoryGbHour) * share + diskGbHours * diskGbHour;
  }
}
