package dev.backfill.ui.part;

import dev.backfill.ui.model.GridPlace;
import dev.backfill.ui.model.GridSource;
import java.util.List;
import java.util.function.BiConsumer;
import javafx.geometry.Orientation;
import javafx.geometry.VPos;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.text.Font;
import javafx.scene.text.Text;
import javafx.scene.text.TextAlignment;

/**
 * Squares in rows and columns on one canvas, of which what is in view alone is drawn: thousands of
 * nodes would take longer than a frame to lay out. The arrow keys go from square to square, and the
 * one they are at is chosen and read aloud.
 */
public final class CellGrid extends Region {
  private static final double NAME_GAP = 10;
  private static final double MOST_NAME = 260;
  private static final double SYMBOL = 24;

  private final Canvas canvas = new Canvas();
  private final ScrollBar down = new ScrollBar();
  private final ScrollBar across = new ScrollBar();
  private final CellPaints paints;
  private final Tooltip tip = new Tooltip();
  private final String name;
  private GridSource source = NOTHING;
  private GridPlace place = GridPlace.large(0, 0, 0, 0);
  private BiConsumer<Integer, Integer> choose = (row, column) -> {};
  private boolean large;
  private int row = -1;
  private int column = -1;

  private static final GridSource NOTHING =
      new GridSource() {
        @Override
        public int rows() {
          return 0;
        }

        @Override
        public int columns() {
          return 0;
        }

        @Override
        public String row(int row) {
          return "";
        }

        @Override
        public String note(int row) {
          return "";
        }

        @Override
        public String column(int column) {
          return "";
        }

        @Override
        public String group(int column) {
          return "";
        }

        @Override
        public String look(int row, int column) {
          return "";
        }

        @Override
        public String text(int row, int column) {
          return "";
        }
      };

  /**
   * An empty grid.
   *
   * @param name what it is, read aloud
   * @param looks the names of all looks that cells may have, styled by {@code cell-name}
   */
  public CellGrid(String name, List<String> looks) {
    this.name = name;
    paints = new CellPaints(looks);
    getStyleClass().add("cell-grid");
    down.setOrientation(Orientation.VERTICAL);
    getChildren().addAll(paints.unseen(), canvas, down, across);
    setFocusTraversable(true);
    setAccessibleRole(AccessibleRole.TEXT);
    setAccessibleText(name);
    setMinSize(0, 80);
    paints.whenChanged(this::draw);
    down.valueProperty().addListener((p, was, now) -> draw());
    across.valueProperty().addListener((p, was, now) -> draw());
    focusedProperty().addListener((p, was, now) -> draw());
    setOnScroll(event -> down.setValue(within(down, down.getValue() - event.getDeltaY())));
    addEventHandler(MouseEvent.MOUSE_PRESSED, this::press);
    addEventHandler(MouseEvent.MOUSE_MOVED, this::point);
    addEventHandler(KeyEvent.KEY_PRESSED, this::walk);
    Tooltip.install(canvas, tip);
  }

  /** What is done when a square is chosen, with its row and column. */
  public void whenChosen(BiConsumer<Integer, Integer> act) {
    choose = act;
  }

  /** Shows other cells; the chosen one is chosen no more. */
  public void show(GridSource cells) {
    source = cells;
    row = -1;
    column = -1;
    requestLayout();
    place();
    draw();
  }

  /** Draws all anew: what changed while it was out of sight. */
  public void renew() {
    draw();
    say();
  }

  /** Whether squares are as large as their names need, or as small as lets all be seen. */
  public void large(boolean wanted) {
    large = wanted;
    place();
    draw();
    reveal();
  }

  /** Whether all squares are seen at once, and too small for their names. */
  public boolean isSmall() {
    return !place.isNamed();
  }

  /** Marks a square as chosen without doing anything. */
  public void mark(int atRow, int atColumn) {
    if (row != atRow || column != atColumn) {
      var before = new GridPlace.At(row, column);
      row = atRow;
      column = atColumn;
      reveal();
      unmark(before);
      chosen(canvas.getGraphicsContext2D());
      say();
    }
  }

  /** The frame of a square reaches into those around it. */
  private void unmark(GridPlace.At at) {
    if (at.row() < 0) {
      return;
    }
    var g = canvas.getGraphicsContext2D();
    g.clearRect(
        left(at.row(), at.column()) - 2, top(at.row()) - 2, place.pitch() + 3, place.pitch() + 3);
    for (var i = Math.max(0, at.row() - 1); i <= Math.min(source.rows() - 1, at.row() + 1); i++) {
      for (var j = Math.max(0, at.column() - 1);
          j <= Math.min(source.columns() - 1, at.column() + 1);
          j++) {
        square(g, i, j);
      }
    }
    if (top(at.row()) < GridPlace.HEAD + 2) {
      heads(g);
    }
    if (place.isNamed() && at.column() == 0) {
      name(g, at.row());
    }
  }

  /** Draws these squares anew, as rows and columns in pairs; the others are as they were. */
  public void redraw(List<GridPlace.At> changed) {
    var g = canvas.getGraphicsContext2D();
    if (changed.size() > source.rows() * source.columns() / 4) {
      draw();
      return;
    }
    changed.forEach(at -> square(g, at.row(), at.column()));
    if (place.isNamed()) {
      changed.stream().map(GridPlace.At::row).distinct().forEach(one -> note(g, one));
    }
    if (changed.contains(new GridPlace.At(row, column))) {
      say();
    }
  }

  @Override
  protected void layoutChildren() {
    var bar = down.prefWidth(-1);
    place();
    var tall = place.high() > getHeight();
    var broad = place.wide() > getWidth();
    down.setVisible(tall);
    across.setVisible(broad);
    var width = Math.max(1, getWidth() - (tall ? bar : 0));
    var height = Math.max(1, getHeight() - (broad ? bar : 0));
    down.resizeRelocate(getWidth() - bar, 0, bar, height);
    across.resizeRelocate(0, getHeight() - bar, width, bar);
    range(down, place.high(), height);
    range(across, place.wide(), width);
    if (canvas.getWidth() != width || canvas.getHeight() != height) {
      canvas.setWidth(width);
      canvas.setHeight(height);
    }
    draw();
  }

  private static void range(ScrollBar bar, double whole, double seen) {
    bar.setMax(Math.max(0, whole - seen));
    bar.setVisibleAmount(bar.getMax() * seen / Math.max(1, whole));
    bar.setUnitIncrement(40);
    bar.setBlockIncrement(seen);
    bar.setValue(within(bar, bar.getValue()));
  }

  private static double within(ScrollBar bar, double value) {
    return Math.max(0, Math.min(bar.getMax(), value));
  }

  private void place() {
    var notes = notes();
    place = place(Math.min(MOST_NAME, names()), notes);
    if (place.isNamed() && place.blocks() == 1) {
      // What the squares leave free is the names'.
      var free = Math.max(0, getWidth() - place.wide());
      place = place.named(Math.min(names(), place.names() + free));
    }
  }

  private GridPlace place(double names, double notes) {
    return large
        ? GridPlace.large(source.rows(), source.columns(), names, notes)
        : GridPlace.all(source.rows(), source.columns(), names, notes, getWidth(), getHeight());
  }

  private double names() {
    var longest = 0.0;
    for (var i = 0; i < source.rows(); i++) {
      longest = Math.max(longest, source.row(i).length());
    }
    // Measured by its letters: to lay out each of hundreds of names would take a frame.
    return longest * width("n") + NAME_GAP;
  }

  private double notes() {
    return width("00 of 00 fail") + NAME_GAP;
  }

  private double width(String text) {
    var measured = new Text(text);
    measured.setFont(paints.font());
    return measured.getLayoutBounds().getWidth();
  }

  private void draw() {
    var g = canvas.getGraphicsContext2D();
    g.clearRect(0, 0, canvas.getWidth(), canvas.getHeight());
    for (var i = 0; i < source.rows(); i++) {
      if (isSeen(i)) {
        for (var j = 0; j < source.columns(); j++) {
          square(g, i, j);
        }
        if (place.isNamed()) {
          name(g, i);
          note(g, i);
        }
      }
    }
    heads(g);
    chosen(g);
  }

  private boolean isSeen(int one) {
    var y = top(one);
    return y > -place.pitch() && y < canvas.getHeight();
  }

  private double left(int one, int at) {
    return Math.round(place.x(one, at) - across.getValue());
  }

  private double top(int one) {
    return Math.round(place.y(one) - down.getValue());
  }

  private void square(GraphicsContext g, int one, int at) {
    var x = left(one, at);
    var y = top(one);
    var size = place.pitch() - (place.pitch() < 8 ? 1 : 2);
    if (y + size < GridPlace.HEAD || y > canvas.getHeight() || x > canvas.getWidth()) {
      return;
    }
    g.clearRect(x, y, place.pitch(), place.pitch());
    var look = source.look(one, at);
    if (look.isEmpty()) {
      return;
    }
    g.setFill(paints.fill(look));
    g.fillRect(x, y, size, size);
    if (place.isNamed()) {
      symbol(g, look, x, y, size);
    }
    if (one == row && at == column) {
      chosen(g);
    }
  }

  private void symbol(GraphicsContext g, String look, double x, double y, double size) {
    var scale = (size - 4) / SYMBOL;
    g.save();
    g.translate(x + 2, y + 2);
    g.scale(scale, scale);
    g.setStroke(paints.line(look));
    g.setLineWidth(1.5 / scale);
    g.beginPath();
    g.appendSVGPath(Icon.path(Badge.icon(look)));
    g.stroke();
    g.restore();
  }

  private void name(GraphicsContext g, int one) {
    var x = left(one, 0) - place.names();
    text(g, source.row(one), x, one, paints.name(), place.names() - NAME_GAP);
  }

  private void note(GraphicsContext g, int one) {
    var x = left(one, source.columns());
    g.clearRect(x, top(one), place.notes(), place.pitch());
    text(g, source.note(one), x + 4, one, paints.muted(), place.notes() - 4);
  }

  private void text(
      GraphicsContext g, String text, double x, int one, javafx.scene.paint.Paint paint, double w) {
    g.setFont(paints.font());
    g.setFill(paint);
    g.setTextAlign(TextAlignment.LEFT);
    g.setTextBaseline(VPos.CENTER);
    g.fillText(shortened(text, w), x, top(one) + place.pitch() / 2 - 1);
  }

  /** Long names lose their front: their ends tell them apart. */
  private String shortened(String text, double space) {
    var letters = (int) Math.floor(space / Math.max(1, width("n")));
    return text.length() <= letters + 2 || letters < 2
        ? text
        : "…" + text.substring(text.length() - letters);
  }

  /** Names of columns where they have room, and of a block's first row where rows have no names. */
  private void heads(GraphicsContext g) {
    g.clearRect(0, 0, canvas.getWidth(), GridPlace.HEAD - 1);
    g.setFont(Font.font(paints.font().getFamily(), 11));
    g.setFill(paints.muted());
    g.setTextBaseline(VPos.CENTER);
    g.setTextAlign(TextAlignment.LEFT);
    var each = place.pitch() >= 18 ? 1 : (int) Math.ceil(18 / place.pitch());
    for (var block = 0; block < place.blocks(); block++) {
      var first = block * place.perBlock();
      if (!place.isNamed()) {
        var text = source.row(first);
        var room = (int) ((place.width() - 14) / 6.2);
        var shown = text.length() > room ? "…" + text.substring(text.length() - room) : text;
        g.fillText(shown, left(first, 0), GridPlace.HEAD - 9);
      } else {
        days(g, first, each);
        months(g, first);
      }
    }
  }

  /** One that is scrolled off in part is not named: half a number is another number. */
  private void days(GraphicsContext g, int first, int each) {
    for (var j = 0; j < source.columns(); j += each) {
      if (left(first, j) >= 0) {
        g.fillText(source.column(j), left(first, j) + 1, GridPlace.HEAD - 9);
      }
    }
  }

  /** That of the first column that is seen stays at the edge until the next one comes. */
  private void months(GraphicsContext g, int first) {
    var held = "";
    var next = Double.MAX_VALUE;
    for (var j = 0; j < source.columns(); j++) {
      var name = source.group(j);
      var x = left(first, j);
      if (!name.isEmpty() && x < 0) {
        held = name;
      } else if (!name.isEmpty()) {
        next = Math.min(next, x);
        g.fillText(name, x + 1, 9);
      }
    }
    if (next > width(held) + NAME_GAP) {
      g.fillText(held, 1, 9);
    }
  }

  private void chosen(GraphicsContext g) {
    if (row < 0 || column < 0 || row >= source.rows() || column >= source.columns()) {
      return;
    }
    var size = place.pitch() - (place.pitch() < 8 ? 1 : 2);
    g.setStroke(paints.chosen());
    g.setLineWidth(isFocused() ? 2 : 1.5);
    g.setLineDashes();
    g.strokeRect(left(row, column) - 0.5, top(row) - 0.5, size + 1, size + 1);
  }

  private void press(MouseEvent event) {
    requestFocus();
    at(event).ifPresent(at -> choose(at.row(), at.column()));
  }

  private void point(MouseEvent event) {
    tip.setText(at(event).map(at -> source.text(at.row(), at.column())).orElse(name));
  }

  private java.util.Optional<GridPlace.At> at(MouseEvent event) {
    return place.at(
        event.getX() + across.getValue(),
        event.getY() + down.getValue(),
        source.rows(),
        source.columns());
  }

  private void walk(KeyEvent event) {
    if (source.rows() == 0) {
      return;
    }
    var most = source.rows() - 1;
    var last = source.columns() - 1;
    var page = Math.max(1, (int) ((canvas.getHeight() - GridPlace.HEAD) / place.pitch()) - 1);
    switch (event.getCode()) {
      case LEFT -> go(event, row, column - 1);
      case RIGHT -> go(event, row, column + 1);
      case UP -> go(event, row - 1, column);
      case DOWN -> go(event, row + 1, column);
      case HOME -> go(event, event.isShortcutDown() ? 0 : row, 0);
      case END -> go(event, event.isShortcutDown() ? most : row, last);
      case PAGE_UP -> go(event, row - page, column);
      case PAGE_DOWN -> go(event, row + page, column);
      default -> {}
    }
  }

  private void go(KeyEvent event, int toRow, int toColumn) {
    choose(
        Math.max(0, Math.min(source.rows() - 1, toRow)),
        Math.max(0, Math.min(source.columns() - 1, toColumn)));
    event.consume();
  }

  private void choose(int toRow, int toColumn) {
    mark(toRow, toColumn);
    choose.accept(toRow, toColumn);
  }

  /** Brings the chosen square into view. */
  private void reveal() {
    if (row < 0) {
      return;
    }
    var y = place.y(row);
    if (y - GridPlace.HEAD < down.getValue()) {
      down.setValue(within(down, y - GridPlace.HEAD));
    } else if (y + place.pitch() > down.getValue() + canvas.getHeight()) {
      down.setValue(within(down, y + place.pitch() - canvas.getHeight()));
    }
    var x = place.x(row, column);
    if (x - place.names() < across.getValue()) {
      across.setValue(within(across, x - place.names()));
    } else if (x + place.pitch() > across.getValue() + canvas.getWidth()) {
      across.setValue(within(across, x + place.pitch() - canvas.getWidth()));
    }
  }

  private void say() {
    var text = row < 0 || column < 0 ? name : source.text(row, column);
    setAccessibleText(text);
    notifyAccessibleAttributeChanged(AccessibleAttribute.TEXT);
  }
}
