package dev.backfill.stages;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.backfill.plan.DecoderTemplate;
import dev.backfill.problem.Problem;
import dev.backfill.run.Steps;
import dev.backfill.stage.StepResult;
import dev.backfill.stage.StepResult.Done;
import dev.backfill.stage.StepResult.Refused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * Looks ahead at a decoder's template: a launch that its container spec refuses would do so after
 * the staging was paid for.
 */
final class TemplateCheck {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Steps steps;
  private final DecoderTemplate template;

  TemplateCheck(Steps steps, DecoderTemplate template) {
    this.steps = steps;
    this.template = template;
  }

  StepResult look() {
    if (!steps.cloud().objects().exists(template.spec())) {
      return Refused.of(
          "There is no template at " + template.spec() + ".",
          "List its folder, and name the container spec in decode.template.");
    }
    JsonNode spec;
    try {
      spec = JSON.readTree(text());
    } catch (JsonProcessingException e) {
      return noSpec();
    }
    var image = spec.path("image").asText();
    if (image.isEmpty()) {
      return noSpec();
    }
    var problems = problems(spec.at("/metadata/parameters"));
    return problems.isEmpty()
        ? new Done(image + ", " + template.parameters().size() + " parameters")
        : new Refused(problems);
  }

  private Refused noSpec() {
    return Refused.of(
        template.spec() + " is no container spec: it names no image.",
        "Name the file that 'gcloud dataflow flex-template build' wrote.");
  }

  private String text() {
    try {
      var file = Files.createTempFile("template", ".json");
      try {
        steps.cloud().objects().download(template.spec(), file);
        return Files.readString(file);
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The container spec cannot be kept here to be read.", e);
    }
  }

  /** By the spec's own metadata; one without any takes what it is given. */
  private List<Problem> problems(JsonNode parameters) {
    var known = new TreeMap<String, Boolean>();
    parameters.forEach(
        one -> known.put(one.path("name").asText(), one.path("isOptional").asBoolean(false)));
    var problems = new ArrayList<Problem>();
    if (known.isEmpty()) {
      return problems;
    }
    var given = template.parameters().keySet();
    for (var name : given) {
      if (!known.containsKey(name)) {
        problems.add(
            Problem.of(
                template.spec() + " takes no parameter " + name + ".",
                "Take one of " + list(known.keySet()) + "."));
      }
    }
    known.forEach(
        (name, optional) -> {
          if (!optional && !given.contains(name)) {
            problems.add(
                Problem.of(
                    template.spec() + " needs the parameter " + name + ".",
                    "Add it to decode.parameters."));
          }
        });
    return problems;
  }

  private static String list(Set<String> names) {
    return String.join(", ", names);
  }
}
