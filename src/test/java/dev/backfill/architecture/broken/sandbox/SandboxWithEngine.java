package dev.backfill.architecture.broken.sandbox;

import dev.backfill.run.Engine;

/** A sandbox that knows who drives it. */
record SandboxWithEngine(Engine engine) {}
