package dev.backfill.cloud;

import java.util.List;
import java.util.Map;

/**
 * A column of a BigQuery table, with everything that a copy of the structure would lose otherwise.
 *
 * @param type the service's own name: STRING, INTEGER, FLOAT, BOOLEAN, TIMESTAMP, BYTES, RECORD …
 * @param mode NULLABLE, REQUIRED or REPEATED
 * @param description for people; empty when there is none
 * @param fields the columns of a RECORD, otherwise empty
 * @param traits what else is set on the column; an unset trait is left out
 */
public record Column(
    String name,
    String type,
    String mode,
    String description,
    List<Column> fields,
    Map<Trait, String> traits) {

  /** Settings of a column besides type and mode, as text. */
  public enum Trait {
    /** Names of policy tags, separated by commas: who may read the column. */
    POLICY_TAGS,
    MAX_LENGTH,
    PRECISION,
    SCALE,
    TIMESTAMP_PRECISION,
    /** A GoogleSQL expression. */
    DEFAULT_VALUE,
    COLLATION,
    /** The type of a RANGE's ends. */
    RANGE_ELEMENT
  }

  public Column {
    fields = List.copyOf(fields);
    traits = Map.copyOf(traits);
  }

  /** A column without traits. */
  public Column(String name, String type, String mode, String description, List<Column> fields) {
    this(name, type, mode, description, fields, Map.of());
  }
}
