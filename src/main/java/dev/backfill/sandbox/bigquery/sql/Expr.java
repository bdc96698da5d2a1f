package dev.backfill.sandbox.bigquery.sql;

import java.util.List;

/** An expression as written. */
sealed interface Expr {
  /** Its first token, or the operator's. */
  Token at();

  /** NULL (null), Boolean, Long, BigDecimal-like text for FLOAT64 (Double), String or byte[]. */
  record Literal(Token at, Object value) implements Expr {}

  /** {@code DATE '2020-04-14'}; the type in upper case. */
  record TypedLiteral(Token at, String type, String text) implements Expr {}

  /** {@code @day}. */
  record Parameter(Token at, String name) implements Expr {}

  /** A name, or names with dots between. */
  record Path(Token at, List<String> names) implements Expr {}

  /** A field of what is no name. */
  record FieldOf(Token at, Expr of, String name) implements Expr {}

  /** {@code a[OFFSET(0)]}; {@code how} is OFFSET, ORDINAL, SAFE_OFFSET, SAFE_ORDINAL or empty. */
  record Element(Token at, Expr array, String how, Expr index) implements Expr {}

  record Unary(Token at, String operator, Expr operand) implements Expr {}

  record Binary(Token at, String operator, Expr left, Expr right) implements Expr {}

  /** {@code IS [NOT] NULL}, TRUE or FALSE. */
  record Is(Token at, Expr operand, boolean not, String what) implements Expr {}

  record Between(Token at, Expr operand, Expr low, Expr high, boolean not) implements Expr {}

  record InList(Token at, Expr operand, List<Expr> list, boolean not) implements Expr {}

  record InQuery(Token at, Expr operand, Syntax.Query query, boolean not) implements Expr {}

  record InUnnest(Token at, Expr operand, Expr array, boolean not) implements Expr {}

  record When(Expr condition, Expr result) {}

  /** The operand is null for a searched CASE, the otherwise where there is no ELSE. */
  record Case(Token at, Expr operand, List<When> whens, Expr otherwise) implements Expr {}

  record Cast(Token at, Expr operand, TypeName type, boolean safe) implements Expr {}

  /** The zone is null where there is none. */
  record Extract(Token at, String part, Expr operand, Expr zone) implements Expr {}

  /**
   * A function with all that may stand in or behind its parentheses.
   *
   * @param nulls IGNORE or RESPECT, or null
   * @param over null where it is no window function
   */
  record Call(
      Token at,
      String name,
      boolean star,
      boolean distinct,
      List<Expr> arguments,
      String nulls,
      List<Syntax.Order> order,
      Expr limit,
      Window over)
      implements Expr {}

  /** A frame is null where none is given. */
  record Window(Token at, List<Expr> partition, List<Syntax.Order> order, Frame frame) {}

  /** Bounds as GoogleSQL writes them, in upper case: {@code UNBOUNDED PRECEDING}. */
  record Frame(String unit, String from, String to) {}

  record Interval(Token at, Expr amount, String part) implements Expr {}

  record Exists(Token at, Syntax.Query query) implements Expr {}

  record Scalar(Token at, Syntax.Query query) implements Expr {}

  /** The type is null where it follows from the elements. */
  record ArrayOf(Token at, TypeName type, List<Expr> elements) implements Expr {}

  /** {@code ARRAY<STRING>} has an element. */
  record TypeName(Token at, String name, TypeName element) {}
}
