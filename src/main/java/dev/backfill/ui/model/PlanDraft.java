package dev.backfill.ui.model;

import dev.backfill.plan.InvalidPlan;
import dev.backfill.plan.PlanFile;
import dev.backfill.plan.PlanFiles;
import java.nio.file.Path;
import java.util.List;

/**
 * The text of a plan's file as it is edited: with the texts of the files that it names in their
 * place, since a draft lies in no folder.
 */
public final class PlanDraft {
  private static final List<String> FILES = List.of("rewrite.query", "rewrite.affected");

  private PlanDraft() {}

  /**
   * Reads a plan's file, and those that it names; not on the window's thread.
   *
   * @throws InvalidPlan when the plan's file holds no text that could be a plan. A file that it
   *     names and that cannot be read stays named: the check of the draft tells of it
   */
  public static String read(Path file) throws InvalidPlan {
    var text = PlanFile.text(file);
    var files = PlanFiles.beside(file);
    for (var path : FILES) {
      var yaml = new YamlText(text);
      var name = yaml.scalars().getOrDefault(path, "");
      if (!name.isBlank()) {
        try {
          var sql = files.text(name).replaceAll("\\r\\n?", "\n").strip();
          var key = path.substring(path.indexOf('.') + 1) + "_sql";
          text = yaml.renamed(path, key, sql);
        } catch (InvalidPlan e) {
          // It stays named.
        }
      }
    }
    return text;
  }
}
