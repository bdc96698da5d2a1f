package dev.backfill.architecture.broken.decode;

import dev.backfill.run.RunView;
import javafx.scene.control.Label;

/** A value that knows the window and the engine. */
record DecoderWithWindow(Label label, RunView view) {}
