package dev.backfill.ui.model;

import dev.backfill.stage.StageKind;

/** The newest word of a stage on what goes on in it. */
public record StageSaid(StageKind stage, String text) {}
