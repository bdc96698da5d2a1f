package dev.backfill.decode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Turns a document's bytes into its row's bytes, in one pass. It answers for documents that are
 * JSON in UTF-8, have no key twice and no two keys for one column, and whose values fit their
 * columns or go to the additional properties; all others it refuses with {@link NotPlain}.
 *
 * <p>An object or array that is written member by member begins with its first member's comma,
 * which then becomes the bracket: so a member that turns out to be absent is cut off again, and
 * nobody counts members.
 */
final class OnePass {
  private static final byte[] METADATA = bytes(",\"metadata\":");
  private static final byte[] ADDITIONAL = bytes(",\"additional_properties\":");
  private static final byte[] ENTRY = bytes(",{\"key\":\"");
  private static final byte[] VALUE = bytes(",\"value\":");

  final Coercions coercions = new Coercions();

  private final Cursor in = new Cursor();
  private final KeySet keys = new KeySet();
  private final CanonicalText text = new CanonicalText(in, keys);
  private final Bytes out = new Bytes();
  private final Leftovers rest = new Leftovers(in, text, out);
  private final ScalarColumns scalars = new ScalarColumns(in, text, out, rest, coercions);
  private final MetadataCopy metadata = new MetadataCopy(in, keys, text, out, coercions);

  // Each open record has as many places as columns, which hold the number of the object that last
  // had the column: no clearing in between.
  private int[] seen = new int[256];
  private int taken;
  private int objects;
  private boolean strict;

  /** The row's bytes; the array is used again for the next row. */
  Bytes row(RowPlan plan, byte[] padded) {
    start(plan, padded);
    in.expect('{');
    record(plan.columns());
    if (plan.keepsRest()) {
      out.put(ADDITIONAL, 0, ADDITIONAL.length);
      rest.put(out);
    } else {
      coercions.lose(rest.values());
    }
    close(0, '{', '}');
    return out;
  }

  private void start(RowPlan plan, byte[] padded) {
    in.start(padded);
    text.clear();
    rest.clear();
    coercions.clear();
    out.length = 0;
    strict = plan.strict();
    taken = 0;
    if (objects > Integer.MAX_VALUE / 2) {
      Arrays.fill(seen, 0);
      objects = 0;
    }
  }

  /** Writes the members of an object whose brace was taken. */
  private void record(RecordColumns columns) {
    var object = ++objects;
    var first = taken;
    taken += columns.size;
    if (seen.length < taken) {
      seen = Arrays.copyOf(seen, 2 * taken);
    }
    var mark = keys.mark();
    var required = 0;
    var before = columns.start;
    var c = in.next();
    while (c == '"') {
      var column = columns.names.take(in, before);
      before = column;
      var from = in.from;
      var to = in.to;
      c = in.next();
      if (column.kind == null) {
        keys.add(column.number);
        unknown(column, c, from, to);
      } else if (seen[first + column.index] == object || column.contended) {
        throw NotPlain.SIGNAL;
      } else {
        seen[first + column.index] = object;
        required += member(column, c, from, to) && column.required ? 1 : 0;
      }
      c = in.next();
      if (c != ',') {
        break;
      }
      c = in.next();
      check(c == '"');
    }
    check(c == '}' && required == columns.required);
    keys.close(mark);
    taken = first;
  }

  private void unknown(KeyColumn column, int c, int from, int to) {
    if (!column.metadata) {
      rest.add(from, to, c);
      return;
    }
    out.put(METADATA, 0, METADATA.length);
    if (column.name == null || c == 'n') {
      text.value(out, false, c);
      if (c != 'n') {
        coercions.loseOfMetadata();
      }
    } else {
      check(c == '{' && column.columns != null);
      metadata.object(column.columns);
    }
  }

  /** Writes a column, when its value is not absent. */
  private boolean member(KeyColumn column, int c, int from, int to) {
    if (c == 'n') {
      in.literal(c);
      return false;
    }
    var mark = out.length;
    out.putPadded(column.text, column.prefix);
    var present = value(column, c, from, to);
    if (!present) {
      out.length = mark;
    }
    return present;
  }

  /** Writes a value that is not null, unless it is absent; leftovers go under the key's text. */
  private boolean value(KeyColumn column, int c, int from, int to) {
    return switch (column.kind) {
      case SCALAR -> scalars.one(column, c, from, to);
      case SCALARS -> scalars.many(column, c, from, to);
      case MAP -> map(column, c, from, to);
      case RECORD -> single(column, c, from, to);
      case RECORDS -> records(column, c, from, to);
      case NESTED_LIST -> nestedList(column, c, from, to);
    };
  }

  private boolean map(KeyColumn column, int c, int from, int to) {
    var value = column.inner;
    check(c == '{' && value != null);
    var start = out.length;
    var leftovers = rest.open(from, to);
    var mark = keys.mark();
    var next = in.next();
    while (next == '"') {
      out.put(ENTRY, 0, ENTRY.length);
      var key = out.length;
      keys.add(text.key(out));
      var end = out.length;
      out.put('"');
      var entry = out.length;
      out.put(VALUE, 0, VALUE.length);
      next = in.next();
      if (next == 'n') {
        in.literal(next);
        out.length = entry;
      } else if (!value(value, next, Leftovers.written(key), Leftovers.written(end))) {
        out.length = entry;
      }
      check(out.length > entry || !value.required);
      out.put('}');
      next = in.next();
      if (next != ',') {
        break;
      }
      next = in.next();
      check(next == '"');
    }
    check(next == '}');
    keys.close(mark);
    close(start, '[', ']');
    rest.close(leftovers);
    return true;
  }

  private boolean single(KeyColumn column, int c, int from, int to) {
    var start = out.length;
    if (c == '{') {
      var leftovers = rest.open(from, to);
      record(column.columns);
      rest.close(leftovers);
    } else {
      check(c == '[');
      var leftovers = rest.open(from, to);
      rest.closeArray(leftovers, tuple(column.columns));
    }
    if (out.length == start) {
      return false;
    }
    close(start, '{', '}');
    return true;
  }

  /** Writes a tuple's members, its bracket taken; whether any element left something over. */
  private boolean tuple(RecordColumns columns) {
    var tuple = columns.tuple();
    var required = 0;
    var any = false;
    var c = in.next();
    for (var i = 0; c != ']'; i++) {
      check(i < tuple.length);
      var element = rest.element();
      var column = tuple[i];
      if (column != null) {
        required += member(column, c, Leftovers.ELEMENT, 0) && column.required ? 1 : 0;
        any |= rest.fill(element, Leftovers.NULL);
      } else {
        any = true;
        rest.add(Leftovers.ELEMENT, 0, c);
      }
      c = afterElement();
    }
    check(required == columns.required);
    return any;
  }

  private boolean records(KeyColumn column, int c, int from, int to) {
    check(c == '[');
    var next = in.next();
    if (next == ']') {
      return false;
    }
    var start = out.length;
    var leftovers = rest.open(from, to);
    var tuples = next == '[';
    var any = false;
    while (next != ']') {
      var element = rest.element();
      var row = out.length + 1;
      out.need(Bytes.SLACK);
      out.put(',');
      if (tuples) {
        check(next == '[');
        rest.closeArray(element, tuple(column.columns));
      } else if (next == '{') {
        record(column.columns);
        rest.close(element);
      } else {
        check(!strict && column.columns.required == 0);
        rest.add(Leftovers.ELEMENT, 0, next);
      }
      close(row, '{', '}');
      any |= rest.fill(element, Leftovers.EMPTY);
      next = afterElement();
    }
    close(start, '[', ']');
    rest.closeArray(leftovers, any);
    return true;
  }

  private boolean nestedList(KeyColumn column, int c, int from, int to) {
    check(c == '[');
    var list = column.inner;
    var start = out.length;
    var leftovers = rest.open(from, to);
    var any = false;
    for (var next = in.next(); next != ']'; next = afterElement()) {
      var element = rest.element();
      var row = out.length + 1;
      out.need(Bytes.SLACK);
      out.put(',');
      member(list, next, Leftovers.ELEMENT, 0);
      close(row, '{', '}');
      any |= rest.fill(element, Leftovers.NULL);
    }
    close(start, '[', ']');
    rest.closeArray(leftovers, any);
    return true;
  }

  /** Takes what follows an element: the first byte of the next one, or the closing bracket. */
  private int afterElement() {
    var c = in.next();
    if (c == ',') {
      c = in.next();
      check(c != ']');
      return c;
    }
    check(c == ']');
    return c;
  }

  /** Makes the comma at a place the opening bracket, and closes; nothing there means empty. */
  private void close(int start, char open, char close) {
    out.need(Bytes.SLACK);
    if (out.length == start) {
      out.put(open);
    } else {
      out.array[start] = (byte) open;
    }
    out.put(close);
  }

  private static void check(boolean plain) {
    if (!plain) {
      throw NotPlain.SIGNAL;
    }
  }

  private static byte[] bytes(String ascii) {
    return ascii.getBytes(StandardCharsets.US_ASCII);
  }
}
