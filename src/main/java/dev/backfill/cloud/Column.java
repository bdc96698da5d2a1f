package dev.backfill.cloud;

import java.util.List;

/**
 * A column of a BigQuery table.
 *
 * @param type the service's own name: STRING, INTEGER, FLOAT, BOOLEAN, TIMESTAMP, BYTES, RECORD …
 * @param mode NULLABLE, REQUIRED or REPEATED
 * @param description for people; empty when there is none
 * @param fields the columns of a RECORD, otherwise empty
 */
public record Column(
    String name, String type, String mode, String description, List<Column> fields) {

  public Column {
    fields = List.copyOf(fields);
  }
}
