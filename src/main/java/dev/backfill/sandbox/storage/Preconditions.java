package dev.backfill.sandbox.storage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backfill.sandbox.http.ApiException;
import dev.backfill.sandbox.http.Request;

/** What a request demands of the present state; null where it demands nothing. */
record Preconditions(Long match, Long notMatch, Long metaMatch, Long metaNotMatch) {
  static final Preconditions NONE = new Preconditions(null, null, null, null);

  static Preconditions of(Request request) {
    return named(request, "if");
  }

  static Preconditions ofSource(Request request) {
    return named(request, "ifSource");
  }

  private static Preconditions named(Request request, String prefix) {
    return new Preconditions(
        number(request, prefix + "GenerationMatch"),
        number(request, prefix + "GenerationNotMatch"),
        number(request, prefix + "MetagenerationMatch"),
        number(request, prefix + "MetagenerationNotMatch"));
  }

  static Long number(Request request, String name) {
    var value = request.query(name);
    try {
      return value == null || value.isEmpty() ? null : Long.valueOf(value);
    } catch (NumberFormatException malformed) {
      throw ApiException.invalid("Parameter " + name + " must be a number, not '" + value + "'.");
    }
  }

  /** An absent resource has generation 0. */
  void check(JsonNode resource) {
    long generation = resource == null ? 0 : resource.path("generation").asLong();
    long meta = resource == null ? 0 : resource.path("metageneration").asLong();
    boolean holds =
        (match == null || match == generation)
            && (notMatch == null || notMatch != generation)
            && (metaMatch == null || metaMatch == meta)
            && (metaNotMatch == null || metaNotMatch != meta);
    if (!holds) {
      var message = "At least one of the pre-conditions you specified did not hold.";
      throw new ApiException(412, "conditionNotMet", message);
    }
  }
}
