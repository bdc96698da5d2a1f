package dev.backfill.decode;

/** A schema compiled for decoding: what each record's keys lead to. Safe for several threads. */
public final class RowPlan {
  static final String METADATA = "metadata";
  static final String ADDITIONAL = "additional_properties";

  private final RecordColumns columns;
  private final boolean strict;
  private final boolean rest;

  private RowPlan(RecordColumns columns, boolean strict, boolean rest) {
    this.columns = columns;
    this.strict = strict;
    this.rest = rest;
  }

  /**
   * Compiles a schema.
   *
   * @param strict whether what the schema does not know is dropped, in place of being kept in
   *     additional_properties
   */
  public static RowPlan compile(Schema schema, boolean strict) {
    return compile(schema, strict, new SharedColumns());
  }

  /** Compiles a schema, and shares with other plans what they have in common. */
  public static RowPlan compile(Schema schema, boolean strict, SharedColumns shared) {
    return new RowPlan(new RecordColumns(schema.fields(), shared, true), strict, !strict);
  }

  /**
   * Compiles the structure of the table that rows go to: where it has no column
   * additional_properties, what would go there is left out, and counted as outside the table.
   */
  public static RowPlan ofTable(Schema table, boolean strict, SharedColumns shared) {
    var columns = new RecordColumns(table.fields(), shared, true);
    return new RowPlan(columns, strict, !strict && columns.exact(ADDITIONAL) != null);
  }

  boolean strict() {
    return strict;
  }

  /** Whether a row has additional properties. */
  boolean keepsRest() {
    return rest;
  }

  RecordColumns columns() {
    return columns;
  }
}
