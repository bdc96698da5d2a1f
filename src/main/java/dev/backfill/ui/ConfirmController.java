package dev.backfill.ui;

import dev.backfill.confirm.ConfirmationRequest;
import dev.backfill.ui.model.ConfirmModel;
import java.util.Set;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;

/** The question before something is destroyed; its phrase must be typed. */
final class ConfirmController {
  private final Context context;
  private final ConfirmModel confirm = new ConfirmModel();

  @FXML private Label target;
  @FXML private ListView<String> items;
  @FXML private Label wanted;
  @FXML private TextField typed;
  @FXML private Button decline;
  @FXML private Button agree;

  ConfirmController(Context context) {
    this.context = context;
  }

  @FXML
  private void initialize() {
    typed.textProperty().bindBidirectional(confirm.typed());
    agree.disableProperty().bind(confirm.agreed().not());
    decline.disableProperty().bind(context.model().question().isNull());
    context.model().question().addListener((p, was, now) -> ask(now));
  }

  @FXML
  private void decline() {
    context.service().answer(Set.of());
  }

  @FXML
  private void agree() {
    context.service().answer(Set.of(confirm.typed().get()));
  }

  private void ask(ConfirmationRequest<?> request) {
    confirm.ask(request == null ? "" : request.phrase());
    if (request != null) {
      target.setText(Texts.of("confirm.target", request.target()));
      items.getItems().setAll(request.items().stream().map(Object::toString).toList());
      wanted.setText(Texts.of("confirm.wanted", request.phrase()));
      typed.requestFocus();
    }
  }
}
