package dev.backfill.ui;

import dev.backfill.landing.Packet;
import dev.backfill.landing.PacketExecution;
import dev.backfill.run.Outcome;
import dev.backfill.text.Amounts;
import dev.backfill.ui.model.PacketRow;
import dev.backfill.ui.model.Texts;
import dev.backfill.ui.part.Banner;
import dev.backfill.ui.part.CodeBlock;
import dev.backfill.ui.part.Facts;
import dev.backfill.ui.part.Spans;
import dev.backfill.ui.part.TableColumns;
import dev.backfill.ui.part.TableRows;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.layout.VBox;

/**
 * A packet that was handed over to this operator: what it overwrites, and its execution, which asks
 * for the same typed confirmation as a finalize of one's own.
 */
final class PacketController implements Bindable {
  private final PageContext context;

  @FXML private Banner banner;
  @FXML private Facts facts;
  @FXML private Label hazards;
  @FXML private Button execute;
  @FXML private TableView<PacketRow> items;
  @FXML private VBox hand;
  @FXML private CodeBlock commands;

  PacketController(PageContext context) {
    this.context = context;
  }

  @FXML
  private void initialize() {
    hazards.managedProperty().bind(hazards.textProperty().isNotEmpty());
    commands.name(Texts.of("handover.commands"));
    var to = TableColumns.whole(Texts.of("confirm.what"), 280, PacketRow::to);
    items
        .getColumns()
        .setAll(
            List.of(
                to,
                TableColumns.number(
                    Texts.of("finalize.losing"), 88, PacketRow::losing, Texts::number),
                TableColumns.number(
                    Texts.of("finalize.bytes"), 76, PacketRow::bytes, Amounts::bytes),
                TableColumns.when(
                    Texts.of("finalize.changed"),
                    218,
                    row -> row.changed().orElse(null),
                    context.clock()),
                TableColumns.number(
                    Texts.of("finalize.getting"), 88, PacketRow::getting, Texts::number),
                TableColumns.number(
                    Texts.of("finalize.copied"),
                    90,
                    row -> row.copied().orElse(null),
                    Texts::number)));
    TableColumns.fill(items, to, List.of());
    TableRows.copySeveral(items);
    items.setPlaceholder(new Label(Texts.of("packet.none")));
    items.setAccessibleText(Texts.of("page.packet"));
  }

  @Override
  public void bind() {
    var model = context.model();
    var packet = model.packet();
    packet.addListener((p, was, now) -> show(now, null));
    model.executed().addListener((p, was, now) -> show(packet.get(), now));
    execute
        .disableProperty()
        .bind(
            Bindings.createBooleanBinding(
                () -> packet.get() == null || model.running().get() || isDone(),
                packet,
                model.running(),
                model.executed()));
    show(packet.get(), model.executed().get());
  }

  @FXML
  private void execute() {
    context.service().execute(context.model().packet().get());
  }

  private boolean isDone() {
    var result = context.model().executed().get();
    return result != null && result.outcome() == Outcome.DONE;
  }

  private void show(Packet packet, PacketExecution.Result result) {
    hand.setVisible(packet != null);
    facts.clear();
    banner.clear();
    hazards.setText("");
    if (packet == null) {
      items.getItems().clear();
      commands.show("", 2);
      return;
    }
    facts.add(Texts.of("packet.plan"), packet.plan().name());
    facts.add(Texts.of("packet.reason"), packet.plan().reason());
    facts.add(Texts.of("home.run"), packet.run());
    facts.add(Texts.of("home.cloud"), packet.cloud());
    facts.add(Texts.of("handover.digest"), packet.digest());
    facts.add(
        Texts.of("packet.origin"),
        context
            .model()
            .packetOrigin()
            .get()
            .journal()
            .map(folder -> Texts.of("packet.known", folder))
            .orElse(Texts.of("packet.unknown")));
    facts.add(Texts.of("packet.made"), () -> Spans.when(packet.made(), context.clock().instant()));
    facts.add(
        Texts.of("packet.until"), () -> Spans.until(packet.expires(), context.clock().instant()));
    hazards.setText(
        packet.hazards().isEmpty()
            ? ""
            : Texts.of("packet.hazards")
                + "\n\u2022 "
                + String.join("\n\u2022 ", packet.hazards()));
    if (!packet.notCopied().isEmpty()) {
      facts.add(Texts.of("packet.notcopied"), String.join("\n", packet.notCopied()));
    }
    commands.show(String.join("\n", packet.commands()), 4);
    TableRows.set(items, PacketRow.of(packet, result), PacketRow::to);
    if (result != null) {
      tell(packet, result);
    } else if (context.clock().instant().isAfter(packet.expires())) {
      banner.show(Banner.Kind.WARNING, Texts.of("packet.expired"));
    }
  }

  private void tell(Packet packet, PacketExecution.Result result) {
    var rows = result.copied().stream().mapToLong(copy -> copy.rows().orElse(0L)).sum();
    if (result.outcome() == Outcome.DONE) {
      banner.show(
          Banner.Kind.INFO, Texts.of("packet.done", result.copied().size(), rows, packet.digest()));
    } else {
      var first = result.refused().get(0);
      banner.show(
          result.outcome() == Outcome.STOPPED ? Banner.Kind.INFO : Banner.Kind.FAILED,
          first.what(),
          first.remedy().isEmpty() ? Texts.of("packet.left") : first.remedy(),
          "",
          "");
    }
  }
}
