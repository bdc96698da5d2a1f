package dev.backfill.report;

import dev.backfill.text.Visible;
import java.util.List;

/**
 * HTML as it is written; what is not {@link #raw} is escaped, for a text as for an attribute. Raw
 * is what stands in this package's own classes.
 */
final class HtmlText {
  private final StringBuilder out = new StringBuilder();

  HtmlText raw(String html) {
    out.append(html);
    return this;
  }

  HtmlText element(String name, String text) {
    out.append('<').append(name).append('>').append(escape(text));
    out.append("</").append(name).append(">\n");
    return this;
  }

  /** A state or a verdict in its color. */
  HtmlText state(String name) {
    out.append("<span class=\"").append(name).append("\">").append(name).append("</span>");
    return this;
  }

  /** Begins a table of texts. */
  HtmlText head(List<String> names) {
    out.append("<table><tr>");
    names.forEach(name -> out.append("<th>").append(escape(name)).append("</th>"));
    return raw("</tr>\n");
  }

  /**
   * Begins a table whose columns are numbers from one on.
   *
   * @param firstNumber 1 or 2, for which there are styles
   */
  HtmlText head(List<String> names, int firstNumber) {
    int from = out.length();
    head(names);
    out.insert(from + "<table".length(), " class=\"n" + firstNumber + "\"");
    return this;
  }

  /** Begins a table whose names and amounts stay on one line; its last column is a note. */
  HtmlText list(List<String> names) {
    int from = out.length();
    head(names);
    out.insert(from + "<table".length(), " class=\"list\"");
    return this;
  }

  HtmlText row(List<String> texts) {
    return row(texts, "");
  }

  /** A row of a table; the cell that is the state's word is colored like it. */
  HtmlText row(List<String> texts, String state) {
    out.append("<tr>");
    for (var text : texts) {
      out.append("<td>");
      if (!state.isEmpty() && text.equals(state)) {
        state(state);
      } else {
        out.append(escape(text).replace("\n", "<br>"));
      }
      out.append("</td>");
    }
    return raw("</tr>\n");
  }

  String text() {
    return out.toString();
  }

  static String escape(String text) {
    return Visible.text(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
