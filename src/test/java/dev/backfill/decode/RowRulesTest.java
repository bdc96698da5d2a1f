package dev.backfill.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.backfill.decode.DecodeResult.Failure;
import dev.backfill.decode.DecodeResult.Row;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Rules of rows that no sample document shows. */
class RowRulesTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String MAP = map("map", "{'name':'value','type':'INT64'}");

  @Test
  void keepsAMapThatAnExactKeyFindsInARenamedRecord() throws IOException {
    var schema = "[{'name':'info','type':'RECORD','fields':[" + MAP + "]}]";
    var entries = "{'info':{'map':[{'key':'a','value':1}]},'additional_properties':'{}'}";
    becomes(schema, "{'Info':{'map':{'a':1}},'info':{'map':{'b':2}}}", entries);
    becomes(schema, "{'info':{'map':{'b':2}},'Info':{'map':{'a':1}}}", entries);
  }

  @Test
  void leavesAMapsValueAwayWhereItIsAMapAndTheValueIsNoObject() throws IOException {
    var schema = "[" + map("maps", MAP.replace("'map'", "'value'")) + "]";
    becomes(
        schema,
        "{'maps':{'a':{'b':1},'c':5,'value':[]}}",
        "{'maps':[{'key':'a','value':[{'key':'b','value':1}]},{'key':'c'},{'key':'value'}],"
            + "'additional_properties':'{}'}");
  }

  @Test
  void leavesNothingOverOfAnEmptyMapOfKeys() throws IOException {
    var schema =
        "[{'name':'keys','type':'RECORD','mode':'REPEATED','fields':["
            + "{'name':'key','type':'STRING'}]}]";
    becomes(schema, "{'keys':{}}", "{'keys':[],'additional_properties':'{}'}");
    becomes(
        schema,
        "{'keys':{'a':1}}",
        "{'keys':[{'key':'a'}],'additional_properties':'{\\'keys\\':{\\'a\\':1}}'}");
  }

  @Test
  void keepsEmptyJsonValuesWithinAnArray() throws IOException {
    becomes(
        "[{'name':'jsons','type':'JSON','mode':'REPEATED'}]",
        "{'jsons':[{},[],null,1]}",
        "{'jsons':[{},[],null,1],'additional_properties':'{}'}");
  }

  @Test
  void findsRequiredMetadata() throws IOException {
    var schema = "[{'name':'metadata','type':'RECORD','mode':'REQUIRED'}]";
    becomes(schema, "{'metadata':{}}", "{'metadata':{},'additional_properties':'{}'}");
    isRefused(schema, "{}", "column metadata: is required and absent");
    isRefused(schema, "{'metadata':null}", "column metadata: is required and absent");
  }

  @Test
  void refusesEntriesAndElementsWithoutARequiredMember() throws IOException {
    var records =
        "[{'name':'records','type':'RECORD','mode':'REPEATED','fields':["
            + "{'name':'a','type':'INT64','mode':'REQUIRED'}]}]";
    becomes(records, "{'records':[{'a':1}]}", "{'records':[{'a':1}],'additional_properties':'{}'}");
    assertThat(((Row) decode(records, "{'records':[{'a':1}]}")).onePass()).isTrue();
    isRefused(records, "{'records':[{'a':1},5]}", "column a: is required and absent");
    isRefused(records, "{'records':[{}]}", "column a: is required and absent");
    var map = MAP.replace("'INT64'", "'INT64','mode':'REQUIRED'");
    isRefused("[" + map + "]", "{'map':{'a':null}}", "column value: is required and absent");
    isRefused("[" + map + "]", "{'map':{'a':'x'}}", "column value: is required and absent");
    var maps = map("maps", map.replace("'map'", "'value'"));
    isRefused(
        "[" + maps + "]", "{'maps':{'a':{'b':null}}}", "column value: is required and absent");
  }

  private static String map(String name, String value) {
    return "{'name':'"
        + name
        + "','type':'RECORD','mode':'REPEATED','fields':[{'name':'key','type':'STRING'},"
        + value
        + "]}";
  }

  private static void becomes(String schema, String document, String row) throws IOException {
    var result = decode(schema, document);
    assertThat(result).isInstanceOf(Row.class);
    assertThat(JSON.readTree(((Row) result).json())).isEqualTo(JSON.readTree(quoted(row)));
  }

  private static void isRefused(String schema, String document, String why) throws IOException {
    assertThat(decode(schema, document)).isEqualTo(new Failure(Undecodable.TRANSFORM, why, -1));
  }

  private static DecodeResult decode(String schema, String document) throws IOException {
    var parsed = Schema.parse(quoted(schema).getBytes(UTF_8));
    var plan = RowPlan.compile(parsed, false);
    var payload = quoted(document).getBytes(UTF_8);
    new Differential().check(parsed, plan, payload, document);
    return new RowDecoder().decode(plan, payload);
  }

  private static String quoted(String text) {
    return text.replace('\'', '"');
  }
}
