package dev.backfill.sandbox.bigquery.sql;

import java.util.List;

/** Statements and queries as written. */
final class Syntax {
  private Syntax() {}

  /** Limit and offset are null where absent. */
  record Query(Token at, List<Cte> with, Body body, List<Order> order, Expr limit, Expr offset) {}

  record Cte(Token at, String name, Query query) {}

  record Order(Expr expression, boolean descending, Boolean nullsFirst) {}

  sealed interface Body {
    Token at();
  }

  record Nested(Token at, Query query) implements Body {}

  /** UNION, EXCEPT or INTERSECT of two or more. */
  record SetOperation(Token at, String operator, boolean all, List<Body> parts) implements Body {}

  /** Absent clauses are null, an absent GROUP BY too. */
  record Select(
      Token at,
      boolean distinct,
      List<Item> items,
      From from,
      Expr where,
      List<Expr> groupBy,
      Expr having,
      Expr qualify)
      implements Body {}

  sealed interface Item {}

  record Named(Expr expression, String alias) implements Item {}

  /** {@code *} or {@code a.*}; {@code of} is null for the first. */
  record Star(Token at, Expr.Path of, List<Expr.Path> except, List<Named> replace)
      implements Item {}

  sealed interface From {
    Token at();
  }

  record Table(Token at, List<String> path, String alias) implements From {}

  record Subquery(Token at, Query query, String alias) implements From {}

  record Unnest(Token at, Expr array, String alias, String offset) implements From {}

  /** Kind is CROSS, INNER, LEFT, RIGHT or FULL; {@code on} and {@code using} may be null. */
  record Join(Token at, String kind, From left, From right, Expr on, List<Expr.Path> using)
      implements From {}

  sealed interface Statement {}

  record Read(Query query) implements Statement {}

  record Insert(Table target, List<String> columns, Query query) implements Statement {}

  record Create(Table target, boolean replace, Query query) implements Statement {}

  record Delete(Table target, Expr where) implements Statement {}

  record Truncate(Table target) implements Statement {}
}
