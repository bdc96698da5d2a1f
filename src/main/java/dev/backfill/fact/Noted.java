package dev.backfill.fact;

import dev.backfill.stage.StageKind;
import java.time.Instant;

/**
 * A fact with the time (UTC) and the stage at which a run noted it.
 *
 * @param <F> its kind
 */
public record Noted<F extends Fact>(Instant at, StageKind stage, F fact) {}
