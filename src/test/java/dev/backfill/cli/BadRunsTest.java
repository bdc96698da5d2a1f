package dev.backfill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rehearsal in a folder whose earlier runs cannot be read, or never began. */
@Tag("long")
class BadRunsTest {
  @TempDir Path folder;

  @Test
  void blockNoOtherAndAreSaid() throws IOException {
    bad("r250101000000", "garbage\n");
    bad("r250101000001", "{\"entry\":\"closed\",\"at\":1,\"outcome\":\"done\"}\n");
    bad("r250101000002", "{\"entry\":\"leased\",\"at\":1}\n");
    bad("r250101000003", new String(new char[100]));
    Files.createDirectories(folder.resolve("runs").resolve("r250101000004"));
    Files.writeString(folder.resolve("runs").resolve("notes"), "of the operator");
    assertThat(rehearse())
        .contains(
            "Run r250101000000 cannot be resumed. Line 1 of ",
            "Run r250101000001 cannot be resumed. The journal ",
            "lacks its first line",
            "Run r250101000002 cannot be resumed. Line 1 of ",
            "newer console",
            "Resuming run r250101000003",
            "preflight done")
        .endsWith("exit 0");
    // What never began is begun, and then gone on with; a later one that never began is not.
    bad("r990101000000", "");
    assertThat(rehearse()).contains("Resuming run r250101000003").endsWith("exit 0");
    assertThat(folder.resolve("runs").resolve("r250101000000").resolve("journal.jsonl"))
        .hasContent("garbage");
  }

  private void bad(String run, String journal) throws IOException {
    var place = Files.createDirectories(folder.resolve("runs").resolve(run));
    Files.writeString(place.resolve("journal.jsonl"), journal);
  }

  private String rehearse() {
    var out = new ByteArrayOutputStream();
    var streams = new Streams(InputStream.nullInputStream(), Streams.utf8(out), Streams.utf8(out));
    var code =
        Main.commandLine(streams)
            .execute(
                "rehearse",
                "--dir",
                folder.toString(),
                "--documents",
                "2",
                "--table",
                "core_v10",
                "--until",
                "preflight",
                "--keep");
    return out.toString(StandardCharsets.UTF_8) + "exit " + code;
  }
}
