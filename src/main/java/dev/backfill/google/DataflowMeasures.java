package dev.backfill.google;

import com.google.api.services.dataflow.model.JobMetrics;
import com.google.api.services.dataflow.model.MetricUpdate;
import dev.backfill.cloud.JobMeasures;
import dev.backfill.cloud.JobMeasures.Elements;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code jobs.getMetrics}: the job's own counters (origin {@code user}), and what the service
 * measures (origin {@code dataflow/v1b3}). A tentative value counts work that may be done again, so
 * with it all would be counted twice.
 */
final class DataflowMeasures {
  private static final String TIME = "ExecutionTime_";

  private final Map<String, Long> counters = new HashMap<>();
  private final Map<String, Elements> collections = new HashMap<>();
  private final Map<String, Long> millis = new HashMap<>();
  private final Map<String, BigDecimal> totals = new HashMap<>();

  private DataflowMeasures() {}

  static JobMeasures of(JobMetrics answer) {
    var read = new DataflowMeasures();
    var metrics = answer.getMetrics();
    for (var metric : metrics == null ? List.<MetricUpdate>of() : metrics) {
      read.take(metric);
    }
    return new JobMeasures(
        time(answer.getMetricTime()),
        read.counters,
        read.collections,
        read.millis,
        read.total("TotalVcpuTime").map(BigDecimal::doubleValue),
        read.total("TotalMemoryUsage").map(BigDecimal::longValue),
        read.total("TotalShuffleDataProcessed").map(BigDecimal::longValue));
  }

  /** A time as Dataflow writes it; empty where there is none, or something else. */
  static Optional<Instant> time(String text) {
    try {
      return Optional.ofNullable(text).map(Instant::parse);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private Optional<BigDecimal> total(String name) {
    return Optional.ofNullable(totals.get(name));
  }

  private void take(MetricUpdate metric) {
    var named = metric.getName();
    if (named == null || named.getName() == null) {
      return;
    }
    var context = named.getContext() == null ? Map.<String, String>of() : named.getContext();
    if (!context.containsKey("tentative")) {
      number(metric).ifPresent(value -> take(named.getOrigin(), named.getName(), context, value));
    }
  }

  private void take(String origin, String name, Map<String, String> context, BigDecimal value) {
    if ("user".equals(origin)) {
      var whole = context.getOrDefault("namespace", "") + "/" + name;
      counters.merge(whole, value.longValue(), Long::sum);
    } else if (name.startsWith(TIME) && context.containsKey("step")) {
      millis.merge(context.get("step"), value.longValue(), Long::sum);
    } else if (name.equals("ElementCount") && context.containsKey("output_user_name")) {
      var number = Optional.of(value.longValue());
      collections.merge(
          context.get("output_user_name"),
          new Elements(number, Optional.empty()),
          (was, now) -> new Elements(number, was.meanBytes()));
    } else if (name.equals("MeanByteCount") && context.containsKey("output_user_name")) {
      var mean = Optional.of(value.doubleValue());
      collections.merge(
          context.get("output_user_name"),
          new Elements(Optional.empty(), mean),
          (was, now) -> new Elements(was.number(), mean));
    } else if (!context.containsKey("step") && !context.containsKey("output_user_name")) {
      totals.put(name, value);
    }
  }

  /** A scalar, or the mean of what a mean is kept as; empty for distributions, sets and others. */
  private static Optional<BigDecimal> number(MetricUpdate metric) {
    if (metric.getScalar() != null) {
      return decimal(metric.getScalar());
    }
    var sum = decimal(metric.getMeanSum());
    var count = decimal(metric.getMeanCount()).filter(n -> n.signum() > 0);
    return sum.flatMap(s -> count.map(n -> BigDecimal.valueOf(s.doubleValue() / n.doubleValue())));
  }

  private static Optional<BigDecimal> decimal(Object value) {
    try {
      return value == null ? Optional.empty() : Optional.of(new BigDecimal(value.toString()));
    } catch (NumberFormatException e) {
      // "The possible value types are Long, Double, and Boolean": the last is no number.
      return Optional.empty();
    }
  }
}
