package dev.backfill.ui;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import javafx.scene.control.ToggleButton;
import javafx.scene.image.WritableImage;
import javafx.stage.Stage;
import javax.imageio.ImageIO;
import org.testfx.api.FxRobot;

/** Takes a picture of the window, light and dark; {@code -Dpictures=FOLDER} asks for them. */
final class Pictures {
  private Pictures() {}

  static void take(FxRobot robot, Stage stage, Path folder, String name) throws IOException {
    write(robot, stage, folder.resolve(name + "-light.png"));
    ToggleButton dark = robot.lookup("#dark").query();
    robot.interact(dark::fire);
    write(robot, stage, folder.resolve(name + "-dark.png"));
    robot.interact(dark::fire);
  }

  private static void write(FxRobot robot, Stage stage, Path file) throws IOException {
    var taken = new AtomicReference<WritableImage>();
    robot.interact(() -> taken.set(stage.getScene().snapshot(null)));
    var pixels = taken.get().getPixelReader();
    var width = (int) taken.get().getWidth();
    var height = (int) taken.get().getHeight();
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (var y = 0; y < height; y++) {
      for (var x = 0; x < width; x++) {
        image.setRGB(x, y, pixels.getArgb(x, y));
      }
    }
    Files.createDirectories(file.getParent());
    ImageIO.write(image, "png", file.toFile());
  }
}
