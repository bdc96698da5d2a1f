package dev.backfill.sandbox.fault;

import dev.backfill.sandbox.dataflow.JobFault;
import dev.backfill.sandbox.http.ApiException;
import dev.backfill.sandbox.http.Disturbance;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Makes a sandbox go wrong, the same way for the same seed. A fault belongs to one phase of a run,
 * or to all; whoever runs tells which phase it is in.
 */
public final class Faults implements Disturbance {
  // A client that tries five times with growing pauses gets through a burst, mostly.
  private static final int LONGEST_BURST = 4;
  private static final int LONGEST_PAUSE = 40;
  private static final int SLOWEST_MILLIS = 2000;
  private static final int FAILING_LOADS = 2;

  /**
   * A fault that is asked for.
   *
   * @param phase the only phase in which it happens; empty for any
   */
  public record Wanted(Fault fault, String phase) {

    /**
     * Reads {@code NAME} or {@code NAME@PHASE}.
     *
     * @throws IllegalArgumentException when there is no such fault
     */
    public static Wanted parse(String text) {
      var at = text.indexOf('@');
      return at < 0
          ? new Wanted(Fault.of(text), "")
          : new Wanted(Fault.of(text.substring(0, at)), text.substring(at + 1));
    }
  }

  private final List<Wanted> wanted;
  private final Random random;
  private final Runnable change;
  private final Map<Fault, Integer> pause = new EnumMap<>(Fault.class);
  private final Map<Fault, Integer> burst = new EnumMap<>(Fault.class);
  private final List<Fault> spent = new ArrayList<>();
  private String phase = "";
  private int loads;

  /**
   * Makes faults.
   *
   * @param change changes a production table as someone else would
   */
  public Faults(List<Wanted> wanted, long seed, Runnable change) {
    this.wanted = List.copyOf(wanted);
    this.random = new Random(seed);
    this.change = change;
  }

  /** A run has come to a phase. */
  public void phase(String name) {
    synchronized (this) {
      if (name.equals(phase)) {
        return;
      }
      phase = name;
    }
    if (wanted.contains(new Wanted(Fault.TABLE_CHANGED, name)) && once(Fault.TABLE_CHANGED)) {
      change.run();
    }
  }

  /** The phase that the run is in; empty before the first. */
  public synchronized String phase() {
    return phase;
  }

  /** The operator is asked for a confirmation: the moment between plan and act. */
  public void asked() {
    if (wanted.contains(new Wanted(Fault.TABLE_CHANGED, "")) && once(Fault.TABLE_CHANGED)) {
      change.run();
    }
  }

  /** Whether a fault happens in the phase that the run is in. */
  public synchronized boolean on(Fault fault) {
    return wanted.stream()
        .anyMatch(w -> w.fault() == fault && (w.phase().isEmpty() || w.phase().equals(phase)));
  }

  @Override
  public synchronized Effect of(String method, String rawPath) {
    for (var one : wanted) {
      if (on(one.fault())) {
        var effect = effect(one.fault(), method, rawPath);
        if (effect != NONE) {
          return effect;
        }
      }
    }
    return NONE;
  }

  private Effect effect(Fault fault, String method, String rawPath) {
    return switch (fault) {
      case TOO_MANY -> inBurst(fault) ? refusal(429, "rateLimitExceeded", "Slow down.") : NONE;
      case SERVER_ERROR -> inBurst(fault) ? refusal(500, "internalError", "It broke.") : NONE;
      case UNAVAILABLE -> inBurst(fault) ? refusal(503, "backendError", "Not now.") : NONE;
      case DROP_BEFORE -> inBurst(fault) ? new Effect(0, null, Drop.BEFORE) : NONE;
      case DROP_AFTER -> inBurst(fault) ? new Effect(0, null, Drop.AFTER) : NONE;
      case SLOW ->
          inBurst(fault) ? new Effect(random.nextInt(SLOWEST_MILLIS), null, Drop.NEVER) : NONE;
      case CREDENTIALS -> refusal(401, "authError", "Request had invalid credentials.");
      case PERMISSION ->
          isChange(method, rawPath)
              ? refusal(403, "accessDenied", "Permission denied: " + method + " " + rawPath)
              : NONE;
      case QUOTA ->
          method.equals("POST") && rawPath.endsWith("/jobs")
              ? refusal(403, "quotaExceeded", "Quota exceeded: jobs of this project.")
              : NONE;
      case DATAFLOW_FAILS,
              DATAFLOW_STALLS,
              DATAFLOW_LOSES,
              LAUNCHER_FAILS,
              LOAD_FAILS,
              TABLE_CHANGED,
              DISK_FULL ->
          NONE;
    };
  }

  private static boolean isChange(String method, String rawPath) {
    return !method.equals("GET")
        && !rawPath.endsWith("/queries")
        && !rawPath.endsWith("estIamPermissions");
  }

  private static Effect refusal(int status, String reason, String message) {
    return new Effect(0, new ApiException(status, reason, message), Drop.NEVER);
  }

  private boolean inBurst(Fault fault) {
    var left = burst.getOrDefault(fault, 0);
    if (left > 0) {
      burst.put(fault, left - 1);
      return true;
    }
    var wait = pause.computeIfAbsent(fault, f -> 1 + random.nextInt(5));
    if (wait > 0) {
      pause.put(fault, wait - 1);
      return false;
    }
    pause.put(fault, 1 + random.nextInt(LONGEST_PAUSE));
    burst.put(fault, random.nextInt(LONGEST_BURST));
    return true;
  }

  /** What goes wrong with the next Dataflow job; each trouble comes once. */
  public JobFault dataflow() {
    if (on(Fault.DATAFLOW_FAILS) && once(Fault.DATAFLOW_FAILS)) {
      return JobFault.FAILS;
    }
    if (on(Fault.DATAFLOW_STALLS) && once(Fault.DATAFLOW_STALLS)) {
      return JobFault.STALLS;
    }
    if (on(Fault.LAUNCHER_FAILS) && once(Fault.LAUNCHER_FAILS)) {
      return JobFault.LAUNCHER_FAILS;
    }
    return on(Fault.DATAFLOW_LOSES) && once(Fault.DATAFLOW_LOSES)
        ? JobFault.LOSES_WORKER
        : JobFault.NONE;
  }

  /** Makes the first load jobs fail. */
  public synchronized void job(String kind) {
    if (kind.equals("load") && on(Fault.LOAD_FAILS) && loads < FAILING_LOADS) {
      loads++;
      throw new ApiException(503, "backendError", "The load failed; try it again.");
    }
  }

  private synchronized boolean once(Fault fault) {
    return !spent.contains(fault) && spent.add(fault);
  }
}
