package dev.backfill.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs of counts of every length, as columns of each kind hold them, against a plain tree. */
@Tag("long")
class CountRunTest {
  private static final int DOCUMENTS = 1_000;
  private static final Schema SCHEMA =
      Schema.parse(
          """
          [{"name":"text","type":"STRING"},{"name":"json","type":"JSON"},
           {"name":"use_counter2_x","type":"STRING"},
           {"name":"additional_properties","type":"STRING"}]
          """
              .getBytes(UTF_8));

  private final Random random = new Random(20200414);

  @Test
  void countsOfEveryLengthAreCopied() throws IOException {
    var plan = RowPlan.compile(SCHEMA, false);
    var differential = new Differential();
    for (var i = 0; i < DOCUMENTS; i++) {
      // One document in four has members that are none of a run's.
      var odd = i % 4 == 0;
      var document =
          "{\"text\":@,\"json\":@,\"other\":{\"values\":@},\"use_counter2_x\":"
              + "{\"histogram_type\":1,\"values\":@,\"sum\":3}}";
      while (document.contains("@")) {
        document = document.replaceFirst("@", run(odd));
      }
      differential.check(SCHEMA, plan, document.getBytes(UTF_8), "document " + i);
    }
    assertThat(differential.inOnePass).isGreaterThan(DOCUMENTS / 2);
  }

  /** An object of ascending keys; an odd one may have others, and values that are no counts. */
  private String run(boolean odd) {
    var text = new StringBuilder("{");
    var key = 0L;
    for (var n = random.nextInt(40); n > 0; n--) {
      // From one digit to eight, of which seven are a run's.
      key += 1 + (random.nextInt(8) == 0 ? digits(8) : random.nextInt(9));
      text.append(text.length() > 1 ? "," : "");
      text.append('"').append(odd && random.nextInt(30) == 0 ? "0" + key : key).append("\":");
      text.append(odd && random.nextInt(30) == 0 ? oddValue() : digits(9));
    }
    return text.append('}').toString();
  }

  private long digits(int most) {
    return random.nextLong((long) Math.pow(10, 1 + random.nextInt(most)));
  }

  private String oddValue() {
    return switch (random.nextInt(6)) {
      case 0 -> "-1";
      case 1 -> " 12";
      case 2 -> "1.5";
      case 3 -> "\"a\"";
      case 4 -> "12345678901";
      default -> "{\"1\":2}";
    };
  }
}
