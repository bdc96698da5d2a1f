package dev.backfill.decode;

import static dev.backfill.decode.RowCases.becomes;
import static dev.backfill.decode.RowCases.decode;
import static dev.backfill.decode.RowCases.isRefused;
import static dev.backfill.decode.RowCases.rest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.decode.DecodeResult.Row;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Metadata is kept as it came, where BigQuery can load it. */
class MetadataRulesTest {
  static final String METADATA =
      "[{'name':'metadata','type':'RECORD','fields':[{'name':'geo','type':'RECORD','fields':["
          + "{'name':'city','type':'STRING'}]},{'name':'count','type':'INT64'},"
          + "{'name':'ratio','type':'FLOAT64'},{'name':'on','type':'BOOL'},"
          + "{'name':'at','type':'TIMESTAMP'}"
          + ",{'name':'day','type':'DATE'},{'name':'any','type':'JSON'},"
          + "{'name':'tags','type':'STRING','mode':'REPEATED'}]}]";
  private static final String U = "{\\'unknown\\':1}'}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'geo':null}",
        "{'geo':{}}",
        "{'geo':{'city':'Portland','new':[{'a':1}]},'new':5}",
        "{'geo':{'city':null},'count':-7,'ratio':1,'on':true,'at':5,'day':'2020-11-14','any':[{}]}",
        "{'Geo':5,'é':1}",
        "{'tags':null}",
        "{'count':-0,'ratio':1.5}"
      })
  void keepsMetadataThatFits(String metadata) throws IOException {
    var row = "{'metadata':" + metadata.replace("-0", "0") + ",'additional_properties':'{}'}";
    becomes(METADATA, "{'metadata':" + metadata + "}", row);
    becomes(METADATA, "{'unknown':1,'metadata':" + metadata + "}", row.replace("{}'}", U));
    assertThat(((Row) decode(METADATA, "{'metadata':" + metadata + "}")).onePass())
        .isEqualTo(!metadata.contains("Geo"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      value = {
        "|5|, metadata, RECORD, a number",
        "|[]|, metadata, RECORD, an array",
        "|'x'|, metadata, RECORD, a text",
        "|{'geo':5}|, metadata.geo, RECORD, a number",
        "|{'geo':[]}|, metadata.geo, RECORD, an array",
        "|{'geo':{'city':5}}|, metadata.geo.city, STRING, a number",
        "|{'geo':{'city':{}}}|, metadata.geo.city, STRING, an object",
        "|{'count':1.0}|, metadata.count, INT64, a number",
        "|{'count':9223372036854775808}|, metadata.count, INT64, a number",
        "|{'count':'1'}|, metadata.count, INT64, a text",
        "|{'ratio':true}|, metadata.ratio, FLOAT64, a boolean",
        "|{'on':1}|, metadata.on, BOOL, a number",
        "|{'at':true}|, metadata.at, TIMESTAMP, a boolean",
        "|{'day':5}|, metadata.day, DATE, a number",
        "|{'tags':'x'}|, metadata.tags, REPEATED STRING, a text",
        "|{'tags':['x',null]}|, metadata.tags[], STRING, null",
      })
  void refusesMetadataThatDoesNotFit(String metadata, String path, String type, String value)
      throws IOException {
    var why = "column " + path + ": is " + type + ", and the value is " + value;
    isRefused(METADATA, "{'metadata':" + metadata + "}", why);
    becomes(
        "[]", "{'metadata':" + metadata + "}", "{'metadata':" + metadata + "," + rest("{}") + "}");
  }

  @Test
  void asksForWhatMetadatasRecordsRequire() throws IOException {
    var schema =
        METADATA.replace(
            "'geo','type':'RECORD','fields':[",
            "'geo','type':'RECORD','fields':["
                + "{'name':'q','type':'INT64','mode':'REQUIRED'}"
                + ",");
    becomes(
        schema, "{'metadata':{'geo':{'q':1}}}", "{'metadata':{'geo':{'q':1}}," + rest("{}") + "}");
    becomes(schema, "{'metadata':{'geo':null}}", "{'metadata':{'geo':null}," + rest("{}") + "}");
    isRefused(schema, "{'metadata':{'geo':{}}}", "column metadata.geo.q: is required and absent");
    isRefused(
        schema, "{'metadata':{'geo':{'q':null}}}", "column metadata.geo.q: is required and absent");
  }
}
