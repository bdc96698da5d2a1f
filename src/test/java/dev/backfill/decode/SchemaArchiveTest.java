package dev.backfill.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives that no one should have made. */
class SchemaArchiveTest {
  private static final String MAIN = "repo/schemas/telemetry/main/main.4.bq";
  private static final byte[] SCHEMA =
      "[{\"name\":\"a\",\"type\":\"STRING\",\"mode\":\"NULLABLE\"}]"
          .getBytes(StandardCharsets.UTF_8);

  private interface Entries {
    void write(TarArchiveOutputStream tar) throws IOException;
  }

  @Test
  void readsSchemasAndLeavesOtherEntriesAlone() throws Exception {
    var archive =
        read(
            tar -> {
              put(tar, MAIN, SCHEMA);
              put(tar, "repo/schemas/telemetry/main/main.4.schema.json", new byte[5_000_000]);
              link(tar, "repo/README", TarConstants.LF_SYMLINK);
            });
    assertThat(archive.schema("telemetry", "main", "4")).isPresent();
  }

  @Tag("long")
  @Test
  void refusesAnEntryThatUnpacksToGigabytes() throws Exception {
    assertRefused(
        tar -> {
          var entry = new TarArchiveEntry(MAIN);
          entry.setSize(4L << 30);
          tar.putArchiveEntry(entry);
          for (int i = 0; i < 40; i++) {
            tar.write(new byte[1 << 20]);
          }
        },
        "In archive, " + MAIN + " has more than 30 MB");
    assertRefused(
        tar -> {
          var entry = new TarArchiveEntry("repo/other");
          entry.setSize(4L << 30);
          tar.putArchiveEntry(entry);
          for (int i = 0; i < 40; i++) {
            tar.write(new byte[1 << 20]);
          }
        },
        "archive unpacks to more than 300 times its size, as no archive of schemas does");
  }

  @Tag("long")
  @Test
  void refusesASchemaLargerThanAnyKnown() throws Exception {
    var large = new byte[30_000_001];
    new Random(1).nextBytes(large);
    assertRefused(tar -> put(tar, MAIN, large), "In archive, " + MAIN + " has more than 30 MB");
  }

  @Tag("long")
  @Test
  void refusesAnArchiveLargerThanAnyKnown() throws Exception {
    // A hundred times its size; a gzip may have several members, one behind the other.
    var content = new byte[1 << 20];
    var random = new byte[1 << 13];
    new Random(1).nextBytes(random);
    System.arraycopy(random, 0, content, 0, random.length);
    var tar = new ByteArrayOutputStream();
    put(new TarArchiveOutputStream(tar), "repo/other", content);
    var member = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(member)) {
      gzip.write(tar.toByteArray());
    }
    var members = new ByteArrayOutputStream();
    for (int i = 0; i < 400; i++) {
      member.writeTo(members);
    }
    assertThatThrownBy(
            () -> SchemaArchive.read("archive", new ByteArrayInputStream(members.toByteArray())))
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining("archive unpacks to more than 400 MB");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        MAIN,
        "other/schemas/telemetry/main/main.4.bq",
        "schemas/telemetry/Main/main.4.bq"
      })
  void namesTwoEntriesOfOneName(String second) {
    assertRefused(
        tar -> {
          put(tar, MAIN, SCHEMA);
          put(tar, second, SCHEMA);
        },
        "In archive, " + second + " stands in it twice");
  }

  @Test
  void refusesNamesThatLeadElsewhere() {
    assertRefused(tar -> put(tar, "schemas/../../x/x/x.1.bq", SCHEMA), "leads out of its folder");
    assertRefused(tar -> put(tar, "a/../schemas/a/b/b.1.bq", SCHEMA), "leads out of its folder");
    assertRefused(
        tar -> put(tar, "schemas/a\u001b[2J\u202e/../b.1.bq", SCHEMA), "a\\u001b[2J\\u202e");
  }

  @ParameterizedTest
  @ValueSource(
      bytes = {
        TarConstants.LF_SYMLINK,
        TarConstants.LF_LINK,
        TarConstants.LF_CHR,
        TarConstants.LF_BLK,
        TarConstants.LF_FIFO
      })
  void refusesWhatIsNoFile(byte kind) {
    assertRefused(tar -> link(tar, MAIN, kind), MAIN + " is no file");
  }

  @Test
  void saysWhatIsNoArchive() throws Exception {
    var whole = bytes(tar -> put(tar, MAIN, SCHEMA));
    for (int length : new int[] {0, 1, 9, 20, whole.length - 9, whole.length - 1}) {
      assertNotWhole(Arrays.copyOf(whole, length));
    }
    assertNotWhole("no gzip".getBytes(StandardCharsets.UTF_8));
    var text = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(text)) {
      gzip.write("this is not a tar. ".repeat(100).getBytes(StandardCharsets.UTF_8));
    }
    assertNotWhole(text.toByteArray());
    for (int i = 10; i < whole.length; i += 3) {
      var broken = whole.clone();
      broken[i] ^= 0x55;
      try {
        SchemaArchive.read("archive", new ByteArrayInputStream(broken));
      } catch (SchemaException e) {
        assertThat(e.getMessage()).hasLineCount(1).contains("archive");
      }
    }
  }

  private static void assertNotWhole(byte[] bytes) {
    assertThatThrownBy(() -> SchemaArchive.read("archive", new ByteArrayInputStream(bytes)))
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining("archive is not a whole .tar.gz archive. Fetch it again: ");
  }

  private static void assertRefused(Entries entries, String message) {
    assertThatThrownBy(() -> read(entries))
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining(message);
  }

  private static SchemaArchive read(Entries entries) throws IOException {
    return SchemaArchive.read("archive", new ByteArrayInputStream(bytes(entries)));
  }

  private static byte[] bytes(Entries entries) throws IOException {
    var out = new ByteArrayOutputStream();
    var tar = new TarArchiveOutputStream(new GZIPOutputStream(out), "UTF-8");
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    entries.write(tar);
    try {
      tar.close();
    } catch (IOException cutShort) {
      // An entry that says more than it has.
      tar.getClass();
    }
    return out.toByteArray();
  }

  private static void put(TarArchiveOutputStream tar, String name, byte[] content)
      throws IOException {
    var entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private static void link(TarArchiveOutputStream tar, String name, byte kind) throws IOException {
    var entry = new TarArchiveEntry(name, kind);
    entry.setLinkName("/etc/passwd");
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }
}
