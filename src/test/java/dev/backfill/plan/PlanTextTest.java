package dev.backfill.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever lies in a plan's file: each is read as it is meant, or refused in a sentence. */
class PlanTextTest {
  private static final String PLAN = PlanFileTest.FOUNDING;

  @TempDir Path folder;

  @Test
  void refusesWhatStandsForAnother() {
    assertThat(
            refused(
                PLAN.replace("reason: ", "reason: &a ").replace("location: US", "location: *a")))
        .isEqualTo("line 6: *a stands for a value elsewhere; write it out");
    assertThat(refused("base: &b { name: x }\n<<: *b\n"))
        .contains("line 2: << puts another mapping in; write its values out");
    assertThat(refused(PLAN.replace("name: ", "name: !!str "))).contains("line 1: has a tag");
    assertThat(refused("name: a\nname: b\n"))
        .isEqualTo("line 2: the key 'name' stands there twice; remove one");
    assertThat(refused(PLAN + "---\n" + PLAN)).contains("a second document begins");
    assertThat(refused(PLAN + "...\n---\nname: x\n")).contains("a second document begins");
  }

  @Test
  void takesOneDocumentWithItsMarks() throws InvalidPlan {
    var plan = PlanFile.read(PLAN);
    assertThat(PlanFile.read("\ufeff" + PLAN)).isEqualTo(plan);
    assertThat(PlanFile.read("%YAML 1.2\n---\n" + PLAN + "...\n")).isEqualTo(plan);
    assertThat(PlanFile.read(PLAN.replace("\n", "\r\n"))).isEqualTo(plan);
    var long1 = PLAN.replaceFirst("reason: .*", "reason: >\n  too many\n  duplicates\n");
    assertThat(PlanFile.read(long1).reason()).isEqualTo("too many duplicates");
    var long2 = PLAN.replaceFirst("reason: .*", "reason: |\n  too many\n  duplicates\n");
    assertThat(PlanFile.read(long2).reason()).isEqualTo("too many duplicates");
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "no", "on", "off", "y", "1", "'true'"})
  void takesNoOtherWordForABoolean(String word) {
    assertThat(refused(PLAN.replace("public_ips: false", "public_ips: " + word)))
        .isEqualTo(
            "dataflow.public_ips: '"
                + word.replace("'", "")
                + "' is neither true nor false; write one of them");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "010",
        "0x10",
        "0o17",
        "1_000",
        "1:30",
        "1e3",
        "+5",
        "5.0",
        "'5'",
        "-1",
        "99999999999999999999"
      })
  void takesNoOtherFormForANumber(String number) {
    assertThat(refused(PLAN.replace("max: 1000", "max: " + number)))
        .startsWith("dataflow.workers.max: ")
        .contains("is not a number of workers");
  }

  @ParameterizedTest
  @CsvSource({"2020-4-14", "2020-04-31", "20200414", "2020-04-14T00:00:00Z", "14.04.2020"})
  void takesNoOtherFormForADay(String day) {
    assertThat(refused(PLAN.replace("last: 2020-04-14", "last: " + day)))
        .isEqualTo("days.last: '" + day + "' is not a day; write YYYY-MM-DD");
  }

  @Test
  void takesTextsAsTheyStand() throws InvalidPlan {
    var odd =
        PLAN.replaceFirst("reason: .*", "reason: NO").replaceFirst("name: .*", "name: null-1");
    assertThat(PlanFile.read(odd).reason()).isEqualTo("NO");
    assertThat(PlanFile.read(PLAN.replaceFirst("reason: .*", "reason: 0777")).reason())
        .isEqualTo("0777");
  }

  @Test
  void endsWithTextsThatWouldGrowOrNest() {
    var bomb = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 60; i++) {
      bomb.append("a" + i + ": &a" + i + " [*a" + (i - 1) + ", *a" + (i - 1) + "]\n");
    }
    assertThat(refused(bomb.toString())).contains("*a58 stands for a value elsewhere");
    assertThat(refused("name: " + "[".repeat(100_000))).contains("is nested too deep");
    assertThat(refused("? ".repeat(50_000) + "x")).contains("line 1");
    assertThat(refused("name:\n\t- x\n")).startsWith("line 2: ").contains("TAB");
    assertThat(refused("? [a]\n: b\n")).contains("line 1: a key is not plain text");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"US' ; touch x ; '", "US`id`", "$(id)", "U S", "US;id", "\"US\\e[2J\"", "--help"})
  void takesNoPlaceThatCouldBeMore(String place) {
    assertThat(refused(PLAN.replace("location: US", "location: " + place)))
        .startsWith("target.location: ")
        .hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"a\\u202eb\"", "\"a\\e[2Jb\"", "\"a\\u200bb\"", "\"a\\x85\\x9bb\""})
  void takesNoTextThatActsOnAScreen(String reason) {
    assertThat(refused(PLAN.replaceFirst("reason: .*", "reason: " + reason.replace("\\", "\\\\"))))
        .startsWith("reason: ")
        .contains("\\u")
        .doesNotContainPattern("[\\p{Cc}\\p{Cf}]");
  }

  @Test
  void saysWhatAFileIsThatIsNoPlan() throws Exception {
    assertThat(file("utf16", PLAN.getBytes(StandardCharsets.UTF_16)))
        .endsWith("utf16: is UTF-16; save it as UTF-8");
    assertThat(file("utf16le", ("\ufeff" + PLAN).getBytes(StandardCharsets.UTF_16LE)))
        .endsWith("utf16le: is UTF-16; save it as UTF-8");
    assertThat(file("unmarked", PLAN.getBytes(StandardCharsets.UTF_16LE)))
        .contains("is no text: there is a zero at character 2");
    assertThat(
            file("latin1", PLAN.replace("many", "m\u00e4ny").getBytes(StandardCharsets.ISO_8859_1)))
        .contains("is not UTF-8");
    assertThat(file("zero", (PLAN + "\0").getBytes(StandardCharsets.UTF_8))).contains("a zero at");
    assertThat(file("huge", new byte[1_000_001])).contains("has more than 1 MB");
    assertThat(file("class", new byte[] {(byte) 0xca, (byte) 0xfe, (byte) 0xba, (byte) 0xbe}))
        .contains("is not UTF-8");
    var none = catchThrowableOfType(InvalidPlan.class, () -> PlanFile.read(folder.resolve("x")));
    assertThat(none).hasMessageContaining("x: is not there");
    var place = catchThrowableOfType(InvalidPlan.class, () -> PlanFile.read(folder));
    assertThat(place).hasMessageContaining("is a folder; name a plan's file");
    var marked = Files.writeString(folder.resolve("marked"), "\ufeff" + PLAN);
    assertThat(PlanFile.read(marked)).isEqualTo(PlanFile.read(PLAN));
    assertThat(PlanFile.text(marked)).isEqualTo(PLAN);
  }

  private String file(String name, byte[] content) throws Exception {
    var file = Files.write(folder.resolve(name), content);
    return catchThrowableOfType(InvalidPlan.class, () -> PlanFile.read(file)).getMessage();
  }

  private static String refused(String yaml) {
    var found = catchThrowableOfType(InvalidPlan.class, () -> PlanFile.read(yaml));
    assertThat(found).as(yaml.lines().limit(9).collect(Collectors.joining("\n"))).isNotNull();
    assertThat(found.problems().toString()).doesNotContain("Exception");
    return Arrays.stream(found.getMessage().split("\n"))
        .limit(200)
        .collect(Collectors.joining("\n"));
  }
}
