package dev.backfill.ui;

import dev.backfill.ui.model.Texts;
import dev.backfill.ui.model.WindowQuestion;
import javafx.application.Platform;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/** A question of the window's own, with two answers, and a reason where one is wanted. */
final class AskController implements Bindable {
  private final PageContext context;

  @FXML private Label title;
  @FXML private Label text;
  @FXML private TextArea reason;
  @FXML private Button no;
  @FXML private Button yes;

  AskController(PageContext context) {
    this.context = context;
  }

  @FXML
  private void initialize() {
    reason.managedProperty().bind(reason.visibleProperty());
    text.setMinHeight(Label.USE_PREF_SIZE);
    reason.addEventFilter(KeyEvent.KEY_PRESSED, this::leave);
    // Race: a question that is asked while its page is put together in steps.
    no.sceneProperty().addListener((p, was, now) -> focus());
  }

  /** A text area keeps Tab for itself: who has no mouse would not leave it. */
  private void leave(KeyEvent key) {
    if (key.getCode() == KeyCode.TAB && !key.isControlDown()) {
      key.consume();
      (key.isShiftDown() || yes.isDisabled() ? no : yes).requestFocus();
    }
  }

  @Override
  public void bind() {
    context.model().ask().addListener((p, was, now) -> show(now));
    no.disableProperty().bind(context.model().ask().isNull());
    show(context.model().ask().get());
  }

  @FXML
  private void no() {
    context.model().ask().set(null);
  }

  @FXML
  private void yes() {
    var ask = context.model().ask().get();
    context.model().ask().set(null);
    ask.then().accept(reason.getText().strip());
  }

  private void show(WindowQuestion ask) {
    if (ask == null) {
      return;
    }
    title.setText(Texts.of(ask.key() + ".title"));
    text.setText(ask.text());
    no.setText(Texts.of(ask.key() + ".no"));
    yes.setText(Texts.of(ask.key() + ".yes"));
    yes.getStyleClass().removeAll("danger", "accent");
    yes.getStyleClass().add(ask.wantsReason() ? "accent" : "danger");
    reason.clear();
    reason.setVisible(ask.wantsReason());
    reason.setAccessibleText(title.getText());
    yes.disableProperty().unbind();
    if (ask.wantsReason()) {
      yes.disableProperty()
          .bind(
              javafx.beans.binding.Bindings.createBooleanBinding(
                  () -> reason.getText().isBlank(), reason.textProperty()));
    } else {
      yes.setDisable(false);
    }
    focus();
  }

  /** The harmless answer is the one that a key pressed by habit gives. */
  private void focus() {
    var ask = context.model().ask().get();
    if (ask != null) {
      Platform.runLater(ask.wantsReason() ? reason::requestFocus : no::requestFocus);
    }
  }
}
