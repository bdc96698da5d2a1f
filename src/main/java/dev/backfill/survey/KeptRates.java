package dev.backfill.survey;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.estimate.Observation;
import dev.backfill.estimate.Prices;
import dev.backfill.plan.DocumentType;
import dev.backfill.problem.Problem;
import dev.backfill.settings.HeldException;
import dev.backfill.settings.OwnFiles;
import dev.backfill.settings.ProcessLock;
import dev.backfill.stage.StageKind;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prices and rates in a folder of this user's: {@code prices.json}, which overrides the program's,
 * and a small file for each document type with what its last runs took.
 *
 * <p>A file of rates is replaced whole, under a lock that other consoles heed, so that none of two
 * that write at once is lost. One that is damaged is set aside under another name, and begun anew:
 * rates make estimates narrower, and nothing depends on them.
 */
public final class KeptRates implements Rates {
  private static final Logger LOG = LoggerFactory.getLogger(KeptRates.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  // Of each type: some runs of all stages. Older ones were of other versions and other quotas.
  private static final int MOST = 60;

  // Another console holds the lock for some milliseconds.
  private static final int TRIES = 100;
  private static final long WAIT_MILLIS = 20;

  private final Path folder;

  /** Those beside a folder of runs: a run's estimates and what it took belong to its folder. */
  public static KeptRates besides(Path runs) {
    return new KeptRates(runs.toAbsolutePath().resolveSibling("estimates"));
  }

  /** Those of a folder, which need not be there. */
  public KeptRates(Path folder) {
    this.folder = folder;
  }

  /**
   * {@inheritDoc}
   *
   * @throws UnusablePrices when the file of prices cannot be taken: an estimate by other prices
   *     than those that were written down would mislead
   */
  @Override
  public Prices prices() {
    var file = folder.resolve("prices.json");
    try {
      return Files.exists(file) ? Prices.overriddenBy(Files.readString(file)) : Prices.ofProgram();
    } catch (Prices.BadPrices e) {
      throw new UnusablePrices(
          Problem.said("The prices in " + file + ": " + e.getMessage() + "."), e);
    } catch (IOException e) {
      throw new UnusablePrices(
          Problem.of(
              "The prices in " + file + " cannot be read.",
              "Make it a readable text, or remove it."),
          e);
    }
  }

  @Override
  public List<Observation> of(DocumentType type) {
    try {
      return read(file(type)).orElse(List.of());
    } catch (IOException e) {
      LOG.warn("The rates of {} cannot be read", type, e);
      return List.of();
    }
  }

  @Override
  public void keep(List<DocumentType> types, List<Observation> seen) {
    var plausible = seen.stream().filter(Observation::isPlausible).toList();
    if (plausible.isEmpty()) {
      return;
    }
    try {
      OwnFiles.folder(folder);
      try (var lock = lock()) {
        for (var type : types) {
          add(file(type), plausible);
        }
      }
    } catch (IOException e) {
      LOG.warn("What the run took cannot be kept in {}", folder, e);
    }
  }

  private ProcessLock lock() throws IOException {
    for (var i = 1; ; i++) {
      try {
        return ProcessLock.take(folder.resolve("rates.lock"));
      } catch (HeldException e) {
        if (i == TRIES) {
          throw e;
        }
        pause();
      }
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(WAIT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while the rates were waited for.", e);
    }
  }

  private Path file(DocumentType type) {
    return folder.resolve(type.namespace() + "." + type.type() + "." + type.version() + ".json");
  }

  private static void add(Path file, List<Observation> seen) throws IOException {
    var all = new ArrayList<>(read(file).orElseGet(() -> setAside(file)));
    // A run that goes on, and ends once more, tells the same again.
    all.removeIf(
        old -> seen.stream().anyMatch(o -> o.run().equals(old.run()) && o.stage() == old.stage()));
    all.addAll(seen);
    var root = JSON.createObjectNode();
    var array = root.putArray("runs");
    all.subList(Math.max(0, all.size() - MOST), all.size()).forEach(o -> array.add(json(o)));
    OwnFiles.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n");
  }

  private static List<Observation> setAside(Path file) {
    try {
      Files.move(
          file,
          file.resolveSibling(file.getFileName() + ".damaged"),
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.warn("The damaged file {} cannot be set aside", file, e);
    }
    return List.of();
  }

  /** What a file holds; empty when it is damaged. */
  private static Optional<List<Observation>> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.of(List.of());
    }
    try {
      var runs = JSON.readTree(Files.readString(file)).path("runs");
      if (!runs.isArray()) {
        return Optional.empty();
      }
      var all = new ArrayList<Observation>();
      for (var one : runs) {
        all.add(observation(one));
      }
      return Optional.of(all);
    } catch (JsonProcessingException
        | CharacterCodingException
        | IllegalArgumentException
        | DateTimeException e) {
      LOG.warn("The rates in {} are damaged", file, e);
      return Optional.empty();
    }
  }

  private static Observation observation(JsonNode node) {
    return new Observation(
        node.path("run").asText(),
        StageKind.of(node.path("stage").asText()),
        Instant.parse(node.path("at").asText()),
        node.path("sandbox").asBoolean(),
        node.path("seconds").asDouble(),
        node.path("model_seconds").asDouble(),
        node.path("vcpu_seconds").asDouble(),
        node.path("model_vcpu_seconds").asDouble());
  }

  private static ObjectNode json(Observation one) {
    return JSON.createObjectNode()
        .put("run", one.run())
        .put("stage", one.stage().id())
        .put("at", one.at().toString())
        .put("sandbox", one.sandbox())
        .put("seconds", one.seconds())
        .put("model_seconds", one.modelSeconds())
        .put("vcpu_seconds", one.vcpuSeconds())
        .put("model_vcpu_seconds", one.modelVcpuSeconds());
  }
}
