package dev.backfill.sandbox.bigquery.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBReadableVector;
import org.duckdb.DuckDBWritableVector;

/**
 * Functions that DuckDB calls back for, where its own differ from GoogleSQL's. Dates travel as days
 * and timestamps as microseconds since the epoch, bytes as hexadecimal text. NULL gives NULL.
 */
public final class Natives {
  /** All arguments are there; the result may be null. */
  interface Body {
    Object apply(Object[] arguments);
  }

  /** An error of GoogleSQL's in the middle of a query. */
  static final class Failure extends RuntimeException {
    Failure(String message) {
      super(message);
    }
  }

  private static final String BEGIN = "bf!(";
  private static final String END = ")!bf";

  private final List<Native> all = new ArrayList<>();

  private record Native(
      String name, DuckDBColumnType result, List<DuckDBColumnType> parameters, Body body) {}

  /** The types by letter: s text, i BIGINT, f DOUBLE, b BOOLEAN; the result's first. */
  void add(String name, String types, Body body) {
    var parameters = new ArrayList<DuckDBColumnType>();
    for (char c : types.substring(1).toCharArray()) {
      parameters.add(type(c));
    }
    all.add(new Native("bf_" + name, type(types.charAt(0)), parameters, body));
  }

  /** The same twice; the second gives NULL where the first fails, for SAFE_CAST. */
  void safe(String name, String types, Body body) {
    add(name, types, body);
    add(
        name + "_safe",
        types,
        arguments -> {
          try {
            return body.apply(arguments);
          } catch (Failure failed) {
            return null;
          }
        });
  }

  private static DuckDBColumnType type(char letter) {
    return switch (letter) {
      case 's' -> DuckDBColumnType.VARCHAR;
      case 'i' -> DuckDBColumnType.BIGINT;
      case 'f' -> DuckDBColumnType.DOUBLE;
      case 'b' -> DuckDBColumnType.BOOLEAN;
      default -> throw new IllegalArgumentException("No type " + letter);
    };
  }

  /** Makes them known to every connection of the same DuckDB instance. */
  public static void register(Connection connection) throws SQLException {
    var natives = new Natives();
    TextFunctions.add(natives);
    Conversions.add(natives);
    CalendarFunctions.add(natives);
    for (var one : natives.all) {
      try (var builder = DuckDBFunctions.scalarFunction()) {
        builder
            .withName(one.name())
            .withParameters(one.parameters().toArray(DuckDBColumnType[]::new))
            .withReturnType(one.result())
            .withVectorizedFunction((in, out) -> run(one, in, out))
            .register(connection);
      }
    }
  }

  private static void run(Native one, DuckDBDataChunkReader in, DuckDBWritableVector out) {
    int count = one.parameters().size();
    var arguments = new Object[count];
    for (long row = 0; row < in.rowCount(); row++) {
      boolean whole = true;
      for (int i = 0; i < count && whole; i++) {
        arguments[i] = read(in.vector(i), one.parameters().get(i), row);
        whole = arguments[i] != null;
      }
      Object result;
      try {
        result = whole ? one.body().apply(arguments) : null;
      } catch (Failure failed) {
        throw new IllegalArgumentException(BEGIN + failed.getMessage() + END);
      }
      write(out, row, result);
    }
  }

  private static Object read(DuckDBReadableVector vector, DuckDBColumnType type, long row) {
    if (vector.isNull(row)) {
      return null;
    }
    return switch (type) {
      case VARCHAR -> vector.getString(row);
      case BIGINT -> vector.getLong(row);
      case DOUBLE -> vector.getDouble(row);
      default -> vector.getBoolean(row);
    };
  }

  private static void write(DuckDBWritableVector out, long row, Object value) {
    if (value == null) {
      out.setNull(row);
    } else if (value instanceof String text) {
      out.setString(row, text);
    } else if (value instanceof Long number) {
      out.setLong(row, number);
    } else if (value instanceof Double number) {
      out.setDouble(row, number);
    } else {
      out.setBoolean(row, (Boolean) value);
    }
  }

  /** What GoogleSQL would say, found in DuckDB's words; null when it is no error of these. */
  public static String message(String thrown) {
    int begin = thrown.indexOf(BEGIN);
    int end = thrown.indexOf(END, begin + 1);
    return begin < 0 || end < 0 ? null : thrown.substring(begin + BEGIN.length(), end);
  }

  /** DuckDB text that fails with a message of GoogleSQL's. */
  static String error(String message) {
    return "error(" + Typed.duck(BEGIN + message + END) + ")";
  }
}
