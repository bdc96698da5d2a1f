/**
 * The part of GoogleSQL that the sandbox takes: lexer, parser, types, and the rewriting to DuckDB's
 * SQL. What is not listed is refused by name.
 */
package dev.backfill.sandbox.bigquery.sql;
