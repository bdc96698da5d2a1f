package dev.backfill.sandbox.seed;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Random;
import java.util.UUID;

/**
 * Makes the bodies of pings, of the shapes that real ones have: camel case and dots in names, maps
 * of histograms, events as tuples, properties that the schema does not know.
 */
final class Pings {
  private static final String[] CHANNELS = {"release", "beta", "nightly", "esr"};

  private final Random random;

  Pings(Random random) {
    this.random = random;
  }

  static String channel(Random random) {
    return CHANNELS[random.nextInt(CHANNELS.length)];
  }

  /** A ping of a type's own fields; a main ping has 5 to 60 KB of JSON. */
  ObjectNode body(String type) {
    return switch (type) {
      case "main" -> main();
      case "core" -> core();
      case "event" -> event();
      default -> small(type);
    };
  }

  private ObjectNode main() {
    var ping = JsonNodeFactory.instance.objectNode();
    ping.put("type", "main").put("version", 4).put("creationDate", "2020-04-14T00:00:00.000Z");
    environment(ping.putObject("environment"));
    var payload = ping.putObject("payload");
    payload.put("ver", 4).put("simpleMeasurements", random.nextInt(100));
    payload
        .putObject("info")
        .put("subsessionCounter", random.nextInt(1000))
        .put("subsessionLength", random.nextInt(86_400))
        .put("reason", random.nextBoolean() ? "daily" : "shutdown")
        .put("sessionId", id())
        .put("previousBuild", random.nextBoolean());
    var share = random.nextDouble();
    histograms(payload.putObject("histograms"), share);
    var keyed = payload.putObject("keyedHistograms");
    for (var i = 0; i < TableSchemas.KEYED_HISTOGRAMS; i++) {
      if (random.nextDouble() < share) {
        var map = keyed.putObject("KEYED_" + i + "_MS");
        histogram(map.putObject("https://example.org/" + random.nextInt(9)));
        histogram(map.putObject("other"));
      }
    }
    var processes = payload.putObject("processes");
    var parent = processes.putObject("parent");
    scalars(parent.putObject("scalars"), share);
    events(parent.putArray("events"), random.nextInt(20));
    histograms(processes.putObject("content").putObject("histograms"), share);
    return ping;
  }

  private ObjectNode core() {
    var ping = JsonNodeFactory.instance.objectNode();
    ping.put("v", 10)
        .put("seq", random.nextInt(1000))
        .put("locale", "en-US")
        .put("os", "Android")
        .put("osversion", "29")
        .put("device", "Maker-Model " + random.nextInt(50))
        .put("arch", "arm64")
        .put("defaultSearch", "engine")
        .put("defaultBrowser", random.nextBoolean())
        .put("sessions", random.nextInt(20))
        .put("durations", random.nextInt(3600))
        .put("tz", -420)
        .put("notInSchema", random.nextInt(3));
    ping.putArray("accessibilityServices").add("TalkBack");
    ping.putObject("searches").put("engine.actionbar", random.nextInt(9));
    return ping;
  }

  private ObjectNode event() {
    var ping = JsonNodeFactory.instance.objectNode();
    ping.put("type", "event");
    environment(ping.putObject("environment"));
    var payload = ping.putObject("payload");
    payload.put("reason", "periodic").put("lostEventsCount", 0);
    events(payload.putObject("events").putArray("parent"), 1 + random.nextInt(40));
    return ping;
  }

  private ObjectNode small(String type) {
    var ping = JsonNodeFactory.instance.objectNode();
    ping.put("type", type).put("creationDate", "2020-04-14T00:00:00.000Z");
    environment(ping.putObject("environment"));
    ping.putObject("payload").put("reason", "periodic").put("count", random.nextInt(100));
    return ping;
  }

  private void environment(ObjectNode environment) {
    environment
        .putObject("build")
        .put("applicationName", "Firefox")
        .put("version", "75.0")
        .put("buildId", "20200403170909")
        .put("xpcomAbi", "x86_64-gcc3");
    var system = environment.putObject("system");
    system.put("memoryMB", 1024 * (1 + random.nextInt(64)));
    system.putObject("os").put("name", "Windows_NT").put("version", "10.0");
    system
        .putObject("gfx")
        .putArray("adapters")
        .addObject()
        .put("vendorID", "0x8086")
        .put("GPUActive", true);
    var settings = environment.putObject("settings");
    settings.put("telemetryEnabled", true);
    settings.putObject("userPrefs").put("browser.cache.disk.capacity", "1048576");
    addons(environment.putObject("addons").putObject("activeAddons"));
    environment
        .putObject("experiments")
        .putObject("pref-flip-1")
        .put("branch", random.nextBoolean() ? "control" : "treatment");
  }

  private void addons(ObjectNode addons) {
    for (var i = random.nextInt(12); i >= 0; i--) {
      addons
          .putObject("addon" + i + "@example.org")
          .put("name", "Add-on \"" + i + "\" – größer \u2028")
          .put("version", "1." + i)
          .put("isSystem", random.nextBoolean())
          .put("installDay", 18_000 + i)
          .put("score", random.nextDouble())
          .put("unknownToTheSchema", i);
    }
  }

  private void histograms(ObjectNode histograms, double share) {
    for (var i = 0; i < TableSchemas.HISTOGRAMS; i++) {
      if (random.nextDouble() < share) {
        histogram(histograms.putObject("HISTOGRAM_" + i + "_MS"));
      }
    }
  }

  private void histogram(ObjectNode histogram) {
    var values = JsonNodeFactory.instance.objectNode();
    var sum = 0L;
    for (var bucket = 1; bucket < 1 << (2 + random.nextInt(9)); bucket *= 2) {
      var count = random.nextInt(1000);
      values.put(Integer.toString(bucket), count);
      sum += (long) bucket * count;
    }
    histogram.put("bucket_count", 10).put("histogram_type", random.nextInt(5)).put("sum", sum);
    histogram.putArray("range").add(1).add(10_000);
    histogram.set("values", values);
  }

  private void scalars(ObjectNode scalars, double share) {
    for (var field : TableSchemas.scalars()) {
      if (random.nextDouble() < share) {
        if (field.type().equals("BOOL")) {
          scalars.put(field.name().replaceFirst("_", "."), random.nextBoolean());
        } else {
          scalars.put(field.name().replaceFirst("_", "."), random.nextInt(100_000));
        }
      }
    }
  }

  private void events(ArrayNode events, int count) {
    for (var i = 0; i < count; i++) {
      var event = events.addArray();
      event.add(random.nextInt(1_000_000)).add("navigation").add("search").add("urlbar");
      event.addNull();
      event.addObject().put("engine", "engine-" + random.nextInt(5));
    }
  }

  private String id() {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }
}
