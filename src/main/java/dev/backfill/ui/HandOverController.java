package dev.backfill.ui;

import dev.backfill.run.RunView;
import dev.backfill.ui.model.HandOverModel;
import dev.backfill.ui.model.HandOverModel.Handed;
import dev.backfill.ui.model.Texts;
import dev.backfill.ui.part.Ages;
import dev.backfill.ui.part.Badge;
import dev.backfill.ui.part.Clip;
import dev.backfill.ui.part.CodeBlock;
import dev.backfill.ui.part.Spans;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/**
 * What finalize left to others: the packet and its commands, and the word that they were executed.
 * The word starts the reading; nothing is believed.
 */
final class HandOverController implements Bindable {
  private final PageContext context;
  private final HandOverModel model = new HandOverModel();
  private boolean closed;

  @FXML private VBox made;
  @FXML private Badge badge;
  @FXML private Label about;
  @FXML private Label packetFile;
  @FXML private HBox copyFile;
  @FXML private Label digest;
  @FXML private HBox copyDigest;
  @FXML private Label expires;
  @FXML private CodeBlock commands;
  @FXML private HBox word;
  @FXML private Label wordLabel;
  @FXML private TextField digestTyped;
  @FXML private Button give;

  HandOverController(PageContext context) {
    this.context = context;
  }

  @FXML
  private void initialize() {
    made.managedProperty().bind(made.visibleProperty());
    word.managedProperty().bind(word.visibleProperty());
    about.setMinHeight(Label.USE_PREF_SIZE);
    wordLabel.setLabelFor(digestTyped);
    copyFile.getChildren().add(Clip.button(Texts.of("copy"), packetFile::getText));
    copyDigest.getChildren().add(Clip.button(Texts.of("copy"), digest::getText));
    commands.name(Texts.of("handover.commands"));
    digestTyped.textProperty().bindBidirectional(model.typed());
    model.handed().addListener((p, was, now) -> show(now));
    show(model.handed().get());
  }

  @Override
  public void bind() {
    give.disableProperty().bind(model.given().not().or(context.model().running()));
  }

  @FXML
  private void give() {
    context.following().begin();
    var opened = context.model().view().get().opened();
    context.service().handedOver(opened.run(), opened.cloud(), model.handed().get().digest());
  }

  /** Shows what a run handed over. */
  void show(RunView view) {
    closed = view.closed().isPresent();
    model.show(view);
    show(model.handed().get());
  }

  private void show(Handed handed) {
    made.setVisible(handed != null);
    if (handed == null) {
      badge.showText("waiting", Texts.of("handover.none"));
      about.setText(Texts.of("handover.about"));
      return;
    }
    tell(handed);
    packetFile.setText(handed.file());
    digest.setText(handed.digest());
    Ages.keep(
        expires,
        () -> Texts.of("handover.until", Spans.until(handed.expires(), context.clock().instant())));
    commands.show(String.join("\n", handed.commands()), 5);
    word.setVisible(!handed.settled() && !closed);
  }

  private void tell(Handed handed) {
    var expired = context.clock().instant().isAfter(handed.expires());
    if (handed.settled()) {
      tell("done", "handover.settled", "handover.done");
    } else if (closed) {
      tell("stopped", "handover.closed", "handover.closed.about");
    } else if (expired) {
      tell("failed", "handover.expired", "handover.late");
    } else {
      tell("running", "handover.open", "handover.wait");
    }
  }

  private void tell(String look, String word, String more) {
    badge.showText(look, Texts.of(word));
    about.setText(Texts.of(more));
  }
}
