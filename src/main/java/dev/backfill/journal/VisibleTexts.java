package dev.backfill.journal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import dev.backfill.text.Visible;
import java.io.IOException;

/** JSON whose texts are made visible as they are read, once for whatever shows them later. */
final class VisibleTexts extends JsonParserDelegate {
  VisibleTexts(JsonParser parser) {
    super(parser);
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

  private static String visible(String text) {
    return text == null ? null : Visible.text(text);
  }
}
