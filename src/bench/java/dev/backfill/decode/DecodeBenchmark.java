package dev.backfill.decode;

import java.util.ArrayList;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * One record of sixty that take turns: inflated only, by the JDK and by us, scanned only, decoded,
 * by the decoder's slow path alone, and by a plain tree.
 */
public class DecodeBenchmark extends RecordBenchmark {
  @Param({"main", "main real", "baseline", "metrics"})
  String input;

  private final Turns<byte[]> gzips = new Turns<>();
  private final Turns<byte[]> documents = new Turns<>();
  private Schema schema;
  private RowPlan plan;
  private final RowDecoder decoder = new RowDecoder();
  private final PayloadBytes scratch = new PayloadBytes();
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private final Cursor cursor = new Cursor();
  private final CanonicalText text = new CanonicalText(cursor, new KeySet());
  private final Bytes out = new Bytes();
  private final Coercions coercions = new Coercions();

  private int size;
  private int onePass;

  @Setup
  public void setUp() throws Undecodable {
    schema = Inputs.schema(input);
    plan = RowPlan.compile(schema, false);
    gzips.all = Inputs.payloads(input);
    documents.all = new ArrayList<>();
    for (var gzip : gzips.all) {
      var inflated = new PayloadBytes();
      inflated.read(gzip);
      scratch.read(gzip);
      documents.all.add(inflated.bytes);
      size += inflated.length;
      onePass += ((DecodeResult.Row) decoder.decode(plan, gzip)).onePass() ? 1 : 0;
    }
  }

  /** The mean of a document's bytes. */
  int size() {
    return size / gzips.all.size();
  }

  /** How many of the documents take one pass. */
  int onePass() {
    return onePass;
  }

  /** The JDK's inflater, used again, and the checksum: what all else is compared with. */
  @Benchmark
  public long inflate() throws DataFormatException {
    var gzip = gzips.next();
    inflater.reset();
    inflater.setInput(gzip, 10, gzip.length - 10);
    var size = inflater.inflate(scratch.bytes);
    crc.reset();
    crc.update(scratch.bytes, 0, size);
    return crc.getValue();
  }

  @Benchmark
  public int ownInflate() throws Undecodable {
    scratch.read(gzips.next());
    return scratch.length;
  }

  /** Reads and copies every value, and looks for keys that come twice; knows no columns. */
  @Benchmark
  public int scan() {
    text.clear();
    out.length = 0;
    cursor.start(documents.next());
    text.value(out, false, cursor.next());
    return out.length;
  }

  @Benchmark
  public DecodeResult decode() {
    return decoder.decode(plan, gzips.next());
  }

  /** What a document costs that the one pass does not answer for, and the JDK's inflating. */
  @Benchmark
  public byte[] slowPath() throws Undecodable {
    var json = Gunzip.inflate(gzips.next());
    return TreeDecoder.row(plan, json, json.length, coercions);
  }

  /** The decode as one writes it first, without a compiled plan, and the JDK's inflating. */
  @Benchmark
  public byte[] plainTree() throws Undecodable {
    return PlainTree.row(schema, false, Gunzip.inflate(gzips.next()), coercions);
  }
}
