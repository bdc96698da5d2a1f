package dev.backfill.journal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import dev.backfill.text.Visible;
import java.io.IOException;
import java.util.Map;

/**
 * JSON whose texts are made visible as they are read, once for whatever shows them later, and that
 * holds equal ones once: a journal names each cell ten times, and the digest of a table's columns
 * with each of its days.
 */
final class VisibleTexts extends JsonParserDelegate {
  // A statement's text is hardly ever there twice, and takes long to look for.
  private static final int LONGEST = 256;

  private final Map<String, String> known;

  /**
   * Makes a parser.
   *
   * @param known the texts that were read before
   */
  VisibleTexts(JsonParser parser, Map<String, String> known) {
    super(parser);
    this.known = known;
  }

  @Override
  public String getText() throws IOException {
    return visible(super.getText());
  }

  @Override
  public String getValueAsString() throws IOException {
    return visible(super.getValueAsString());
  }

  @Override
  public String getValueAsString(String otherwise) throws IOException {
    return visible(super.getValueAsString(otherwise));
  }

  private String visible(String text) {
    if (text == null || text.length() > LONGEST) {
      return text == null ? null : Visible.text(text);
    }
    return known.computeIfAbsent(Visible.text(text), same -> same);
  }
}
