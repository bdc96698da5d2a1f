package dev.backfill.decode;

/** A schema compiled for decoding: what each record's keys lead to. Safe for several threads. */
public final class RowPlan {
  static final String METADATA = "metadata";
  static final String ADDITIONAL = "additional_properties";

  private final Columns columns;
  private final boolean strict;

  private RowPlan(Columns columns, boolean strict) {
    this.columns = columns;
    this.strict = strict;
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
    return new RowPlan(new Columns(schema.fields(), shared, true), strict);
  }

  boolean strict() {
    return strict;
  }

  Columns columns() {
    return columns;
  }
}
