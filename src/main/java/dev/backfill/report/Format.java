package dev.backfill.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.backfill.run.RunView;
import dev.backfill.settings.OwnFiles;
import dev.backfill.text.Secrets;
import dev.backfill.text.Visible;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** The forms of a report; each tells the same. */
public enum Format {
  HTML,
  MD,
  JSON;

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /**
   * The format of a name.
   *
   * @throws IllegalArgumentException naming the formats there are
   */
  public static Format of(String name) {
    return Arrays.stream(values())
        .filter(format -> format.extension().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is not html, md or json."));
  }

  public String extension() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The report of a run, finished or not. */
  public String write(RunView view) {
    var report = Report.of(view);
    // The journal of an older version may still hold a credential.
    return Secrets.removed(
        switch (this) {
          case HTML -> new HtmlReport(report).text();
          case MD -> new MarkdownReport(report).text();
          case JSON -> json(report);
        });
  }

  /**
   * Writes every form into a folder, which is made where it is not there. In a folder that is its
   * owner's alone, like a run's, the files are too; elsewhere the umask decides.
   *
   * @return the page
   */
  public static Path writeAll(RunView view, Path folder) throws IOException {
    Files.createDirectories(folder);
    boolean own = OwnFiles.isOwn(folder);
    for (var format : values()) {
      var file = folder.resolve(file(format));
      if (own) {
        OwnFiles.write(file, format.write(view));
      } else {
        Files.writeString(file, format.write(view));
      }
    }
    return folder.resolve(file(HTML));
  }

  private static String file(Format format) {
    return "report." + format.extension();
  }

  private static String json(Report report) {
    try {
      return Visible.json(MAPPER.writeValueAsString(JsonReport.of(report))) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree of plain values must print.", e);
    }
  }
}
