package dev.backfill.decode;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** The same kind of content from 1 KB to nearly the limit of 10 MB. */
public class ScalingBenchmark extends RecordBenchmark {
  @Param({"1000", "10000", "100000", "1000000", "9900000"})
  int bytes;

  private byte[] gzip;
  private RowPlan plan;
  private final RowDecoder decoder = new RowDecoder();

  @Setup
  public void setUp() {
    plan = RowPlan.compile(Inputs.main(), false);
    gzip = Inputs.gzipped(keyedScalars().getBytes(UTF_8));
  }

  /** A document of histograms in keyed histograms, as many as the size takes. */
  private String keyedScalars() {
    var random = new Random(20200414);
    var text = new StringBuilder("{\"payload\":{\"keyedHistograms\":{\"SEARCH_COUNTS\":{");
    for (var i = 0; text.length() < bytes - 60; i++) {
      text.append(i > 0 ? "," : "").append("\"engine-").append(i).append(".urlbar\":");
      text.append("{\"range\":[1,2],\"bucket_count\":3,\"histogram_type\":4,\"values\":{\"0\":");
      text.append(random.nextInt(100)).append(",\"1\":0},\"sum\":").append(random.nextInt(1000));
      text.append('}');
    }
    return text.append("}}}}").toString();
  }

  @Benchmark
  public DecodeResult decode() {
    return decoder.decode(plan, gzip);
  }
}
