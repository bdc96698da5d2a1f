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

  /** Begins a table, whose columns are numbers from one on. */
  HtmlText head(List<String> names, int firstNumber) {
    out.append("<table><tr>");
    for (var i = 0; i < names.size(); i++) {
      out.append(i >= firstNumber ? "<th class=\"n\">" : "<th>");
      out.append(escape(names.get(i))).append("</th>");
    }
    return raw("</tr>\n");
  }

  HtmlText row(List<String> texts, int firstNumber) {
    return row(texts, firstNumber, "");
  }

  /** A row of a table; the cell that is the state's word is colored like it. */
  HtmlText row(List<String> texts, int firstNumber, String state) {
    out.append("<tr>");
    for (var i = 0; i < texts.size(); i++) {
      out.append(i >= firstNumber ? "<td class=\"n\">" : "<td>");
      if (texts.get(i).equals(state)) {
        state(state);
      } else {
        out.append(escape(texts.get(i)).replace("\n", "<br>"));
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
