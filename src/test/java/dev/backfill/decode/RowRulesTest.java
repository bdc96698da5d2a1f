package dev.backfill.decode;

import static dev.backfill.decode.RowCases.becomes;
import static dev.backfill.decode.RowCases.decode;
import static dev.backfill.decode.RowCases.isRefused;
import static dev.backfill.decode.RowCases.rest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.decode.DecodeResult.Row;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Rules of rows that no sample document shows. */
class RowRulesTest {
  private static final String REQUIRED = "{'name':'q','type':'INT64','mode':'REQUIRED'}";
  private static final String R_IS_REQUIRED = "column r: is required and absent";
  private static final String AT = "{'name':'at','type':'TIMESTAMP'}";
  private static final String RECORDS =
      "[{'name':'records','type':'RECORD','mode':'REPEATED','fields':["
          + "{'name':'a','type':'INT64','mode':'REQUIRED'}]}]";
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
    var records = RECORDS;
    becomes(records, "{'records':[{'a':1}]}", "{'records':[{'a':1}],'additional_properties':'{}'}");
    assertThat(((Row) decode(records, "{'records':[{'a':1}]}")).onePass()).isTrue();
    isRefused(records, "{'records':[{'a':1},5]}", "column records[].a: is required and absent");
    isRefused(records, "{'records':[{}]}", "column records[].a: is required and absent");
    var map = MAP.replace("'INT64'", "'INT64','mode':'REQUIRED'");
    isRefused("[" + map + "]", "{'map':{'a':null}}", "column map[].value: is required and absent");
    isRefused("[" + map + "]", "{'map':{'a':'x'}}", "column map[].value: is required and absent");
    var maps = map("maps", map.replace("'map'", "'value'"));
    isRefused(
        "[" + maps + "]",
        "{'maps':{'a':{'b':null}}}",
        "column maps[].value[].value: is required and absent");
  }

  @Test
  void asksForNothingWithinARecordThatIsAbsent() throws IOException {
    var schema = "[{'name':'r','type':'RECORD','fields':[" + REQUIRED + "]}]";
    for (var empty :
        new String[] {"{}", "{'r':null}", "{'r':{}}", "{'r':[]}", "{'r':{'q':null}}"}) {
      becomes(schema, empty, "{'additional_properties':'{}'}");
    }
    becomes(schema, "{'r':{'x':1}}", "{'additional_properties':'{\\'r\\':{\\'x\\':1}}'}");
    var more = schema.replace(REQUIRED, REQUIRED + ",{'name':'a','type':'INT64'}");
    isRefused(more, "{'r':{'a':1}}", "column r.q: is required and absent");
    isRefused(schema.replace("RECORD'", "RECORD','mode':'REQUIRED'"), "{'r':{}}", R_IS_REQUIRED);
  }

  @Test
  void leavesOverTheNullsOfATupleThatHaveNoColumn() throws IOException {
    var single = "[{'name':'a','type':'RECORD','fields':[{'name':'f0_','type':'FLOAT64'}]}]";
    becomes(single, "{'a':[1]}", "{'a':{'f0_':1},'additional_properties':'{}'}");
    becomes(single, "{'a':[null]}", "{'additional_properties':'{}'}");
    becomes(single, "{'a':[1,null]}", "{'a':{'f0_':1}," + rest("{'a':[null,null]}") + "}");
    var repeated = single.replace("RECORD'", "RECORD','mode':'REPEATED'");
    becomes(
        repeated,
        "{'a':[[1,null],[2],[]]}",
        "{'a':[{'f0_':1},{'f0_':2},{}]," + rest("{'a':[[null,null],{},{}]}") + "}");
  }

  @Test
  void takesTheElementsOfANestedListForWhatItsListHolds() throws IOException {
    var records = list("{'name':'a','type':'INT64'},{'name':'f0_','type':'INT64'}");
    becomes(
        records,
        "{'l':[{'x':{'a':1,'b':2},'y':[3]},null,[],[[4,null]]]}",
        "{'l':[{'list':[{'a':1},{}]},{},{},{'list':[{'f0_':4}]}],"
            + rest("{'l':[[{'b':2},[3]],null,null,[[null,null]]]}")
            + "}");
    isRefused(records, "{'l':[5]}", "column list: is repeated, and the value is no array");
    isRefused(records, "{'l':[{}]}", "column list: is repeated, and the value is no array");
    isRefused(
        records,
        "{'l':[{'x':[1]}]}",
        "column list: is repeated, and the value an object of arrays");
    becomes(
        list("{'name':'key','type':'STRING'},{'name':'value','type':'INT64'}"),
        "{'l':[{'x':1,'y':'z'},null,5,[1],[],{}]}",
        "{'l':[{'list':[{'key':'x','value':1},{'key':'y'}]},{},{},{},{},{'list':[]}],"
            + rest("{'l':[{'y':'z'},null,null,null,null,null]}")
            + "}");
    becomes(
        "[{'name':'l','type':'RECORD','mode':'REPEATED','fields':["
            + "{'name':'list','type':'INT64','mode':'REPEATED'}]}]",
        "{'l':[[1],null,{'a':1},5]}",
        "{'l':[{'list':[1]},{},{},{}]," + rest("{'l':[null,null,{'a':1},5]}") + "}");
  }

  @Test
  void refusesAnObjectOfArraysWhereRecordsAreRepeated() throws IOException {
    var schema = RECORDS.replace("'mode':'REQUIRED'", "'mode':'NULLABLE'");
    var why = "column records: is repeated, and the value an object of arrays";
    isRefused(schema, "{'records':{'x':[1],'y':[]}}", why);
    isRefused(schema, "{'records':{'x':[1]},'Records':[]}", why);
    becomes(
        schema,
        "{'records':{'x':[1],'y':{'a':2}}}",
        "{'records':[{},{'a':2}]," + rest("{'records':[[1],{}]}") + "}");
  }

  @Test
  void judgesNothingButWhatEndsInTheRow() throws IOException {
    var schema = "[{'name':'r','type':'RECORD','fields':[{'name':'a','type':'INT64'}]}," + AT + "]";
    becomes(schema, "{'r':5,'R':{'a':1}}", "{'r':{'a':1},'additional_properties':'{}'}");
    isRefused(schema, "{'R':5,'r':null}", "column r: is RECORD, and the value is a number");
    becomes(schema, "{'At':[1],'at':'x','AT':2}", "{'at':2,'additional_properties':'{}'}");
    isRefused(schema, "{'R':{'a':1},'r.':5}", "column r: is RECORD, and the value is a number");
    becomes(
        MetadataRulesTest.METADATA,
        "{'metadata':{},'Metadata':1}",
        "{'metadata':{}," + rest("{}") + "}");
    isRefused(
        MetadataRulesTest.METADATA,
        "{'Metadata':1}",
        "column metadata: is RECORD, and the value is a number");
    var additional = "[{'name':'additional_properties','type':'RECORD'}]";
    isRefused(
        additional,
        "{'additional_properties':{}}",
        "column additional_properties: is RECORD, and the value is a text");
  }

  @Test
  void keepsWhatAMapIsGivenThatIsNoObjectWhereItFits() throws IOException {
    var schema = "[" + MAP + "]";
    becomes(schema, "{'map':[]}", "{'map':[],'additional_properties':'{}'}");
    becomes(schema, "{'Map':[5]}", "{'additional_properties':'{}'}");
    var entries = "'map':[{'key':'a','value':1},{},{'key':null,'x':{}}]";
    becomes(schema, "{" + entries + "}", "{" + entries + ",'additional_properties':'{}'}");
    isRefused(schema, "{'map':5}", "column map: is REPEATED RECORD, and the value is a number");
    isRefused(schema, "{'map':[[]]}", "column map[]: is RECORD, and the value is an array");
    isRefused(schema, "{'map':[null]}", "column map[]: is RECORD, and the value is null");
    isRefused(
        schema, "{'map':[{'value':'a'}]}", "column map[].value: is INT64, and the value is a text");
  }

  /** Made by trying: both keys have one number in the one pass. */
  @Test
  void tellsKeysOfOneNumberApart() throws IOException {
    var schema = "[{'name':'use_counter2_x','type':'STRING'}]";
    var histogram = "{'histogram_type':2,'sum':5,'values':{'1':5}}";
    becomes(
        schema,
        "{'use_counter2_x':" + histogram + "}",
        "{'use_counter2_x':'5'," + rest("{}") + "}");
    var other = histogram.replace("histogram_type", "bVzyARiLY07^Av$");
    becomes(
        schema,
        "{'use_counter2_x':" + other + "}",
        "{'use_counter2_x':'" + other.replace("'", "\\'") + "'," + rest("{}") + "}");
    becomes(
        schema,
        "{'use_counter2_x':" + both(histogram, "bVzyARiLY07^Av$") + "}",
        "{'use_counter2_x':'5'," + rest("{}") + "}");
  }

  private static String both(String histogram, String key) {
    return histogram.replace("{'histogram", "{'" + key + "':7,'histogram");
  }

  private static String list(String columns) {
    return "[{'name':'l','type':'RECORD','mode':'REPEATED','fields':[{'name':'list',"
        + "'type':'RECORD','mode':'REPEATED','fields':["
        + columns
        + "]}]}]";
  }

  private static String map(String name, String value) {
    return "{'name':'"
        + name
        + "','type':'RECORD','mode':'REPEATED','fields':[{'name':'key','type':'STRING'},"
        + value
        + "]}";
  }
}
