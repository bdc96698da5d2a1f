import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.protobuf.ByteString;
import com.google.zetasql.AnalyzerOptions;
import com.google.zetasql.LanguageOptions;
import com.google.zetasql.PreparedQuery;
import com.google.zetasql.SimpleCatalog;
import com.google.zetasql.SimpleColumn;
import com.google.zetasql.SimpleTable;
import com.google.zetasql.TableContent;
import com.google.zetasql.Type;
import com.google.zetasql.TypeFactory;
import com.google.zetasql.Value;
import com.google.zetasql.ZetaSQLBuiltinFunctionOptions;
import com.google.zetasql.ZetaSQLOptions;
import com.google.zetasql.ZetaSQLType.TypeKind;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Google's reference implementation of GoogleSQL over small tables, as a process of its own: run
 * from source, so that nothing of it is on the tests' class path. Takes the tables' file; reads
 * lines {@code {"sql": …}} and answers each with {@code {"rows": […]}} or {@code {"error": …}}.
 */
public class Reference {
  private static final ObjectMapper JSON = new ObjectMapper();

  public static void main(String[] args) throws Exception {
    var language = new LanguageOptions();
    language.setProductMode(ZetaSQLOptions.ProductMode.PRODUCT_EXTERNAL);
    language.enableMaximumLanguageFeatures();
    language.setSupportsAllStatementKinds();
    var options = new AnalyzerOptions();
    options.setLanguageOptions(language);
    options.setDefaultTimezone("UTC");
    var catalog = new SimpleCatalog("tables");
    catalog.addZetaSQLFunctionsAndTypes(new ZetaSQLBuiltinFunctionOptions(language));
    var contents = new HashMap<String, TableContent>();
    for (var table : JSON.readTree(Files.readString(Path.of(args[0]))).properties()) {
      add(catalog, contents, table.getKey(), table.getValue());
    }
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    for (var line = in.readLine(); line != null; line = in.readLine()) {
      out.println(answer(JSON.readTree(line).path("sql").asText(), catalog, contents, options));
    }
    System.exit(0);
  }

  private static void add(
      SimpleCatalog catalog, Map<String, TableContent> contents, String name, JsonNode table) {
    var columns = new ArrayList<SimpleColumn>();
    for (var field : table.get("fields")) {
      columns.add(new SimpleColumn(name, field.get("name").asText(), type(field)));
    }
    catalog.addSimpleTable(new SimpleTable(name, columns));
    var rows = new ArrayList<List<Value>>();
    for (var row : table.get("rows")) {
      rows.add(columns.stream().map(c -> value(c.getType(), row.get(c.getName()))).toList());
    }
    contents.put(name, TableContent.create(rows));
  }

  private static JsonNode answer(
      String sql, SimpleCatalog catalog, Map<String, TableContent> contents, AnalyzerOptions options) {
    var answer = JSON.createObjectNode();
    try (var query =
        PreparedQuery.builder()
            .setSql(sql)
            .setAnalyzerOptions(options)
            .setCatalog(catalog)
            .setTablesContents(contents)
            .prepare()) {
      var rows = answer.putArray("rows");
      for (var row : query.execute(Map.of()).getTableData()) {
        var cells = rows.addArray();
        row.forEach(value -> cells.add(json(value)));
      }
      return answer;
    } catch (RuntimeException refused) {
      // Its refusals, and what it cannot do at all.
      return JSON.createObjectNode().put("error", String.valueOf(refused.getMessage()));
    }
  }

  private static Type type(JsonNode field) {
    return TypeFactory.createSimpleType(
        switch (field.get("type").asText()) {
          case "STRING" -> TypeKind.TYPE_STRING;
          case "BYTES" -> TypeKind.TYPE_BYTES;
          case "INTEGER" -> TypeKind.TYPE_INT64;
          case "FLOAT" -> TypeKind.TYPE_DOUBLE;
          case "BOOLEAN" -> TypeKind.TYPE_BOOL;
          case "TIMESTAMP" -> TypeKind.TYPE_TIMESTAMP;
          default -> throw new IllegalArgumentException(field.toString());
        });
  }

  private static Value value(Type type, JsonNode value) {
    if (value == null || value.isNull()) {
      return Value.createNullValue(type);
    }
    switch (type.getKind()) {
      case TYPE_STRING:
        return Value.createStringValue(value.asText());
      case TYPE_BYTES:
        return Value.createBytesValue(ByteString.copyFrom(Base64.getDecoder().decode(value.asText())));
      case TYPE_INT64:
        return Value.createInt64Value(value.asLong());
      case TYPE_DOUBLE:
        return Value.createDoubleValue(value.asDouble());
      case TYPE_BOOL:
        return Value.createBoolValue(value.asBoolean());
      default:
        var at = Instant.parse(value.asText());
        return Value.createTimestampValueFromUnixMicros(
            at.getEpochSecond() * 1_000_000 + at.getNano() / 1000);
    }
  }

  /** As REST sends it, but for numbers with a fraction. */
  private static JsonNode json(Value value) {
    if (value.isNull()) {
      return value.getType().isArray() ? JSON.createArrayNode() : NullNode.instance;
    }
    switch (value.getType().getKind()) {
      case TYPE_STRING:
        return TextNode.valueOf(value.getStringValue());
      case TYPE_BYTES:
        var bytes = value.getBytesValue().toByteArray();
        return TextNode.valueOf(Base64.getEncoder().encodeToString(bytes));
      case TYPE_INT64:
        return TextNode.valueOf(Long.toString(value.getInt64Value()));
      case TYPE_DOUBLE:
        double number = value.getDoubleValue();
        return Double.isFinite(number)
            ? DoubleNode.valueOf(number)
            : TextNode.valueOf(Double.toString(number));
      case TYPE_BOOL:
        return TextNode.valueOf(Boolean.toString(value.getBoolValue()));
      case TYPE_DATE:
        return TextNode.valueOf(value.getLocalDateValue().toString());
      case TYPE_TIMESTAMP:
        return TextNode.valueOf(Long.toString(value.getTimestampUnixMicros()));
      case TYPE_ARRAY:
        var array = JSON.createArrayNode();
        value.getElementList().forEach(element -> array.add(json(element)));
        return array;
      default:
        return TextNode.valueOf(value.getSQL());
    }
  }
}
