package dev.backfill.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.journal.Journal;
import dev.backfill.run.RunView;
import dev.backfill.ui.Poses.Pose;
import dev.backfill.ui.model.RunModel;
import dev.backfill.ui.model.Texts;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javafx.application.Platform;
import javafx.scene.image.WritableImage;
import javafx.stage.Stage;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/**
 * Shows every page in every state. {@code -Dsurefire.args=-Dpictures=FOLDER} writes a picture of
 * each, light and dark, in three sizes; without it each is only laid out once. {@code
 * -Dpictures.run=FOLDER} shows the journal of a real run in place of the made ones, {@code
 * -Dpictures.only=decode,plan} only the names that begin so, and {@code -Dpictures.sizes=1} only
 * the first size.
 */
@Tag("window")
@ExtendWith({NeedsFonts.class, ApplicationExtension.class})
class PicturesTest {
  private static final String FOLDER = System.getProperty("pictures", "");
  private static final String RUN = System.getProperty("pictures.run", "");
  private static final String SIZES = System.getProperty("pictures.sizes", "");
  private static final String ONLY = System.getProperty("pictures.only", "");

  @TempDir static Path folder;

  private final RunModel model = new RunModel();
  private RunService service;
  private RunFiles files;
  private Window window;
  private Poses poses;
  private Stage stage;

  /** A size and its name. */
  private record Size(String name, int width, int height) {}

  @Start
  void open(Stage opened) throws Exception {
    stage = opened;
    files = new RunFiles(folder, folder.resolve("log"), model, Platform::runLater);
    Clouds clouds = (place, plan) -> new Clouds.Opened(poses.cloud(plan), () -> {});
    service = new RunService(clouds, files, model, Platform::runLater, time -> {}, new PoseClock());
    make();
  }

  /** What time it is, is the pose's. */
  private final class PoseClock extends Clock {
    @Override
    public Instant instant() {
      return poses == null ? Instant.now() : poses.now();
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private void make() {
    window = Window.of(model, service, files, url -> {});
    poses = new Poses(model, window);
  }

  @AfterEach
  void close() {
    service.close();
    files.close();
  }

  @Test
  void showsEveryPageInEveryState(FxRobot robot) throws IOException {
    for (var theme : List.of(Theme.LIGHT, Theme.DARK)) {
      for (var size : sizes(theme)) {
        robot.interact(() -> open(size, theme));
        for (var pose : wanted()) {
          strike(robot, pose);
          take(
              robot, pose.page() + "-" + pose.name() + "-" + size.name() + "-" + Texts.word(theme));
        }
      }
    }
    robot.interact(() -> Theme.LIGHT.show(stage.getScene()));
  }

  private static List<Size> sizes(Theme theme) {
    var first = new Size("1280x800", 1280, 800);
    if (FOLDER.isEmpty()) {
      return theme == Theme.LIGHT ? List.of(first) : List.of();
    }
    if (SIZES.contains("x")) {
      return List.of(SIZES.split(",")).stream().map(PicturesTest::size).toList();
    }
    return SIZES.equals("1")
        ? List.of(first)
        : List.of(first, new Size("1600x1000", 1600, 1000), new Size("900x700", 900, 700));
  }

  private static Size size(String name) {
    var sides = name.split("x");
    return new Size(name, Integer.parseInt(sides[0]), Integer.parseInt(sides[1]));
  }

  // A stage of its own for each size: Monocle draws past its buffer when one grows.
  private void open(Size size, Theme theme) {
    stage.close();
    stage = new Stage();
    make();
    theme.show(window.scene());
    stage.setScene(window.scene());
    stage.setWidth(size.width());
    stage.setHeight(size.height());
    stage.show();
  }

  private List<Pose> wanted() {
    var all = RUN.isEmpty() ? poses.all() : poses.of(RunView.of(Journal.read(Path.of(RUN))));
    return all.stream().filter(pose -> !isLeftOut(pose)).toList();
  }

  private static boolean isLeftOut(Pose pose) {
    var name = pose.page() + "-" + pose.name();
    return List.of(ONLY.split(",")).stream().noneMatch(name::startsWith);
  }

  private void strike(FxRobot robot, Pose pose) {
    robot.interact(() -> poses.strike(pose));
    settle();
    poses
        .later()
        .ifPresent(
            more -> {
              robot.interact(more);
              settle();
            });
  }

  /** Some is made on another thread; the frame updates four times a second. */
  private static void settle() {
    WaitForAsyncUtils.sleep(FOLDER.isEmpty() ? 0 : 320, java.util.concurrent.TimeUnit.MILLISECONDS);
    WaitForAsyncUtils.waitForFxEvents();
  }

  private void take(FxRobot robot, String name) throws IOException {
    var taken = new AtomicReference<WritableImage>();
    robot.interact(() -> taken.set(stage.getScene().snapshot(null)));
    assertThat(taken.get().getWidth()).as(name).isGreaterThan(100);
    if (!FOLDER.isEmpty()) {
      Files.createDirectories(Path.of(FOLDER));
      ImageIO.write(image(taken.get()), "png", Path.of(FOLDER, name + ".png").toFile());
    }
  }

  private static BufferedImage image(WritableImage taken) {
    var width = (int) taken.getWidth();
    var height = (int) taken.getHeight();
    var argb = new int[width * height];
    taken
        .getPixelReader()
        .getPixels(
            0,
            0,
            width,
            height,
            javafx.scene.image.PixelFormat.getIntArgbInstance(),
            argb,
            0,
            width);
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, width, height, argb, 0, width);
    return image;
  }
}
