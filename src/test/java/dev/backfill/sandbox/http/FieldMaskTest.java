package dev.backfill.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Partial responses, by the grammar that Google's APIs document for {@code fields}. */
class FieldMaskTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String ANSWER =
      "{'kind':'k','items':[{'id':1,'schema':{'fields':[{'name':'a','type':'T'}]},'rows':'7'},"
          + "{'id':2,'labels':{'x':'1','y':'2'}}],'nextPageToken':'t'}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "kind | {'kind':'k'}",
        "kind,nextPageToken | {'kind':'k','nextPageToken':'t'}",
        "items/id | {'items':[{'id':1},{'id':2}]}",
        "items(id,rows) | {'items':[{'id':1,'rows':'7'},{'id':2}]}",
        "items(schema/fields/name),kind"
            + " | {'kind':'k','items':[{'schema':{'fields':[{'name':'a'}]}},{}]}",
        "items(schema(fields(type)))" + " | {'items':[{'schema':{'fields':[{'type':'T'}]}},{}]}",
        "items/labels/x | {'items':[{},{'labels':{'x':'1'}}]}",
        "items/*/x | {'items':[{'schema':{}},{'labels':{'x':'1'}}]}",
        "nothing | {}",
      })
  void selects(String fields, String selected) throws Exception {
    assertThat(FieldMask.parse(fields).apply(json(ANSWER)).toString())
        .isEqualTo(json(selected).toString());
  }

  @Test
  void allIsAll() throws Exception {
    assertThat(FieldMask.parse("*").apply(json(ANSWER))).isEqualTo(json(ANSWER));
  }

  @ParameterizedTest
  @ValueSource(strings = {",", "a,", "a(", "a()", "a(b", "a)b", "a//b", "/a", "a(b))", " "})
  void refusesWhatIsNoSelection(String fields) {
    assertThatThrownBy(() -> FieldMask.parse(fields))
        .isInstanceOfSatisfying(
            ApiException.class,
            refused -> {
              assertThat(refused.status()).isEqualTo(400);
              assertThat(refused).hasMessageStartingWith("Invalid field selection");
            });
  }

  private static JsonNode json(String text) throws Exception {
    return JSON.readTree(text.replace('\'', '"'));
  }
}
