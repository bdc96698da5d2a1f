package dev.backfill.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backfill.plan.DecoderTemplate.Placeholder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads by what decoder a plan's documents are decoded, and what that is launched with. */
final class TemplateChecker {
  private static final Pattern SPEC =
      Pattern.compile(PlanChecker.IN_BUCKET + "[^\\p{Cntrl}]+\\.json");
  private static final Pattern PARAMETER = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]*");

  // Dataflow's limit on a flex template's workers; other jobs may have 4,000.
  private static final int MOST_WORKERS = 1000;

  private static final String PARAMETERS = "decode.parameters";
  private static final String TEMPLATE = "decode.template";

  private final PlanChecker plan;
  private final List<DocumentType> documents;

  TemplateChecker(PlanChecker plan, List<DocumentType> documents) {
    this.plan = plan;
    this.documents = documents;
  }

  /** The template; empty where the console decodes by itself. */
  Optional<DecoderTemplate> template() {
    var by = Map.of("console", false, "template", true);
    if (!plan.choice("decode.by", "console", by)) {
      for (var field : List.of(TEMPLATE, PARAMETERS)) {
        if (plan.given(field)) {
          plan.problem(
              field, "the console decodes by itself", "write decode.by: template, or take it out");
        }
      }
      return Optional.empty();
    }
    var spec = plan.matching(TEMPLATE, SPEC, "gs://bucket/….json, a container spec", null);
    var template = new DecoderTemplate(spec == null ? "" : spec, parameters());
    placeholders(template);
    workers();
    return Optional.of(template);
  }

  private Map<String, String> parameters() {
    var found = new LinkedHashMap<String, String>();
    var node = plan.at(PARAMETERS);
    if (!node.isObject()) {
      plan.problem(
          PARAMETERS,
          node.isMissingNode() || node.isNull() ? "is missing" : "is not a mapping",
          "write { input: \"${input}\", output: \"${output}\", … }, by the template's own names");
      return found;
    }
    node.properties().forEach(one -> parameter(one.getKey(), one.getValue(), found));
    return found;
  }

  private void parameter(String name, JsonNode value, Map<String, String> found) {
    var field = PARAMETERS + "." + name;
    if (!PARAMETER.matcher(name).matches()) {
      plan.problem(field, "is no parameter's name", "write it as the template's metadata does");
    } else if (!value.isValueNode() || value.isNull()) {
      plan.problem(field, "is not a text", "write one value, or take it out");
    } else {
      var text = plan.line(field, value.asText(), null);
      if (text != null) {
        check(field, text);
        found.put(name, text);
      }
    }
  }

  private void check(String field, String text) {
    var known = Stream.of(Placeholder.values()).map(Placeholder::id).toList();
    DecoderTemplate.PLACEHOLDER
        .matcher(text)
        .results()
        .map(found -> found.group(1))
        .filter(id -> !known.contains(id) && !DecoderTemplate.LEFT_TO_THE_JOB.contains(id))
        .forEach(
            id ->
                plan.problem(
                    field,
                    "nothing fills in ${" + id + "}",
                    "write one of "
                        + list(known)
                        + "; did you mean ${"
                        + nearest(id, known)
                        + "}?"));
    var source = plan.at("source.project").asText();
    if (!source.isEmpty() && DecoderTemplate.namesTableOf(source, text)) {
      plan.problem(
          field,
          "names a table of " + source + ", which a decoder has no business with",
          "write ${input}, ${output} or ${errors}, which lie in the target");
    }
  }

  private static String nearest(String id, List<String> known) {
    return PlanChecker.nearest(id, known);
  }

  private static String list(List<String> known) {
    return known.stream().map(id -> "${" + id + "}").collect(Collectors.joining(", "));
  }

  /** What is not read is not decoded, and rows that go elsewhere are found by no check. */
  private void placeholders(DecoderTemplate template) {
    for (var needed : List.of(Placeholder.INPUT, Placeholder.OUTPUT)) {
      if (!template.parameters().isEmpty() && !template.uses(needed)) {
        plan.problem(
            PARAMETERS,
            "no parameter holds ${" + needed.id() + "}",
            needed == Placeholder.INPUT
                ? "give it to the one that names the table to read"
                : "give it to the one that names the tables to write");
      }
    }
    if (template.uses(Placeholder.SCHEMAS) && !plan.given("schemas")) {
      plan.problem(
          PARAMETERS,
          "${schemas} stands there, and the plan names no archive",
          "add schemas: gs://bucket/….tar.gz");
    }
    if (template.uses(Placeholder.ERRORS) && families().size() > 1) {
      plan.problem(
          "documents",
          "have tables of error rows of their own, "
              + String.join(" and ", families())
              + ", and a template has one",
          "write a plan for each");
    }
  }

  private List<String> families() {
    return documents.stream().map(DocumentType::family).distinct().toList();
  }

  private void workers() {
    var most = plan.at("dataflow.workers.max");
    if (most.canConvertToInt() && most.asInt() > MOST_WORKERS) {
      plan.problem(
          "dataflow.workers.max",
          most.asInt() + " is more than a flex template's job may have",
          "write " + MOST_WORKERS + " at most");
    }
  }
}
