package dev.backfill.ui;

import dev.backfill.run.State;
import dev.backfill.ui.part.Badge;
import dev.backfill.ui.part.Icon;
import java.util.List;
import java.util.function.Supplier;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.DatePicker;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;

/**
 * Controls that are styled out of sight, each in a call of its own: the first of a kind loads, and
 * has compiled, what all of that kind need, some 50 ms for a list.
 */
final class FirstOfAKind {
  /** Of the frame and the first page. */
  static final List<Supplier<Parent>> FOR_THE_START =
      List.of(
          () -> new Label("1"),
          () -> new Icon("home"),
          FirstOfAKind::badge,
          () -> new Button("1"),
          ScrollBar::new,
          ListView<String>::new,
          FirstOfAKind::list,
          () -> new Hyperlink("1"),
          ComboBox<String>::new,
          ProgressBar::new,
          TableView<String>::new);

  /** Of the pages behind it. */
  static final List<Supplier<Parent>> FOR_PAGES =
      List.of(
          TextField::new,
          ScrollPane::new,
          TextArea::new,
          CheckBox::new,
          DatePicker::new,
          SplitPane::new,
          TabPane::new);

  private FirstOfAKind() {}

  private static Parent badge() {
    var badge = new Badge();
    badge.show("state", State.DONE);
    return badge;
  }

  private static Parent list() {
    var list = new ListView<String>();
    list.getItems().add("1");
    return list;
  }
}
