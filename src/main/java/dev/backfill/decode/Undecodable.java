package dev.backfill.decode;

/** Why a payload cannot become a row; never leaves the package. */
final class Undecodable extends Exception {
  private static final long serialVersionUID = 1;

  static final String TOO_LARGE = "LimitPayloadSize";
  static final String PARSE = "ParsePayload";
  static final String TRANSFORM = "TransformPayload";

  final String type;
  final long offset;

  Undecodable(String type, String message, long offset) {
    super(message, null, false, false);
    this.type = type;
    this.offset = offset;
  }

  static Undecodable transform(String column, String message) {
    return new Undecodable(TRANSFORM, "column " + column + ": " + message, -1);
  }
}
