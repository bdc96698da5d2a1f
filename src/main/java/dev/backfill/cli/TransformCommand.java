package dev.backfill.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.decode.DecodeResult;
import dev.backfill.decode.RowDecoder;
import dev.backfill.decode.RowPlan;
import dev.backfill.decode.Schema;
import dev.backfill.decode.SchemaException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Decodes payloads that each bring their own schema. */
@Command(
    name = "transform",
    mixinStandardHelpOptions = true,
    description =
        "Decodes payloads that bring their own schema: reads "
            + "{\"schema\":[…],\"payload\":\"<JSON text>\",\"strict\":bool}, one per line, and "
            + "prints {\"row\":{…},\"additional_properties\":{…}|null} or {\"error\":\"…\"} for "
            + "each.")
final class TransformCommand implements Callable<Integer> {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String ADDITIONAL = "additional_properties";

  private final Streams streams;
  private final RowDecoder decoder = new RowDecoder();

  TransformCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    var lines = Streams.lines(streams.in());
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      streams.out().print(transform(line) + "\n");
    }
    streams.finish();
    return 0;
  }

  private JsonNode transform(String line) throws IOException {
    try {
      var request = JSON.readTree(line);
      var strict = request.path("strict").asBoolean();
      var plan = RowPlan.compile(Schema.of(request.path("schema")), strict);
      var payload = request.path("payload").asText().getBytes(StandardCharsets.UTF_8);
      return answer(decoder.decode(plan, payload), strict);
    } catch (JsonProcessingException e) {
      return error("This line is not JSON: " + e.getOriginalMessage());
    } catch (SchemaException e) {
      return error(e.getMessage());
    }
  }

  private static JsonNode answer(DecodeResult result, boolean strict) throws IOException {
    if (result instanceof DecodeResult.Failure failure) {
      return error(failure.type() + ": " + failure.message());
    }
    var row = (ObjectNode) JSON.readTree(((DecodeResult.Row) result).text());
    var answer = JSON.createObjectNode();
    answer.set("row", row);
    if (strict) {
      answer.putNull(ADDITIONAL);
    } else {
      answer.set(ADDITIONAL, JSON.readTree(row.remove(ADDITIONAL).asText()));
    }
    return answer;
  }

  private static ObjectNode error(String message) {
    return JSON.createObjectNode().put("error", message);
  }
}
