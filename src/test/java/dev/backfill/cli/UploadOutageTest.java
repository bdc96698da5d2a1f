package dev.backfill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.backfill.cli.BadWire.Failure;
import dev.backfill.google.CloudProfile;
import dev.backfill.run.Outcome;
import dev.backfill.sandbox.Sandbox;
import dev.backfill.sandbox.seed.GeneratedDocuments;
import dev.backfill.sandbox.seed.Generator;
import dev.backfill.sandbox.seed.SeedArchive;
import dev.backfill.stage.StageKind;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network that goes away while the workers' files are on their way: they arrive whole. */
@Tag("job")
class UploadOutageTest {
  private static final Duration OUTAGE = Duration.ofMinutes(6);
  private static final String BUCKET = "/storage/v1/b/moz-fx-data-backfill-14-r1/o";

  // Beam waits in real time before it sends again what broke off.
  private static final long REALLY_AWAY_MILLIS = 1000;

  @TempDir Path folder;
  private final JumpingClock clock = new JumpingClock();

  @Test
  void isWaitedOutInTheMiddleOfAnUpload() throws Exception {
    var out = new ByteArrayOutputStream();
    try (var sandbox = Sandbox.start(folder.resolve("cloud"), 0);
        var wire = new BadWire(sandbox.endpoint(), clock, Duration.ofSeconds(10))) {
      sandbox.fill(
          Stand.PLAN.sourceProject(),
          new GeneratedDocuments(
              new Generator(1, 0.1), Stand.PLAN.documents(), Stand.PLAN.days().list(), 20),
          SeedArchive.of(Optional.empty()),
          Stand.PLAN.schemas().orElseThrow());
      var run = headless(wire, out);
      assertThat(run.run(Stand.PLAN, null, StageKind.STAGE)).isEqualTo(Outcome.DONE);
      // The first bytes of a file have gone through.
      wire.failSoon(EnumSet.allOf(Failure.class), request -> request.startsWith("PUT /upload/"));
      var back = new Thread(() -> comeBack(wire));
      back.start();
      var outcome = run.run(Stand.PLAN, null, StageKind.DECODE);
      back.interrupt();
      var text = out.toString(StandardCharsets.UTF_8);
      assertThat(outcome).as(text).isEqualTo(Outcome.DONE);
      assertThat(wire.been()).containsExactly(Failure.values());
      assertThat(text)
          .contains(" and its workers' files are being sent: under way since ")
          .doesNotContain("Exception", "may have acted");
      assertThat(Stand.jobs(sandbox)).isNotEmpty().allSatisfy((what, n) -> assertThat(n).isOne());
      assertArrivedWhole(sandbox);
    }
  }

  private HeadlessRun headless(BadWire wire, ByteArrayOutputStream out) {
    var stream = Streams.utf8(out);
    var where = folder.resolve("runs/r1");
    return new HeadlessRun(
            new Streams(InputStream.nullInputStream(), stream, stream),
            where,
            where,
            CloudProfile.sandbox(wire.endpoint()),
            request -> request.phrases())
        .by(
            new Timing(
                clock,
                time -> {
                  clock.pass(time);
                  Thread.sleep(Math.min(300, time.toMillis()));
                }));
  }

  private void comeBack(BadWire wire) {
    try {
      while (true) {
        Thread.sleep(50);
        if (wire.isOut()) {
          Thread.sleep(REALLY_AWAY_MILLIS);
          clock.pass(OUTAGE);
        }
      }
    } catch (InterruptedException e) {
      // The run is over.
    }
  }

  /** Beam names a file by the hash of what it holds. */
  private static void assertArrivedWhole(Sandbox sandbox) throws Exception {
    var listed =
        new String(get(sandbox, BUCKET + "?prefix=staging/classes"), StandardCharsets.UTF_8);
    var name = JsonMapper.builder().build().readTree(listed).at("/items/0/name").asText();
    var object = URLEncoder.encode(name, StandardCharsets.UTF_8);
    var hash = MessageDigest.getInstance("SHA-256");
    hash.update(get(sandbox, "/download" + BUCKET + "/" + object + "?alt=media"));
    assertThat(name)
        .isEqualTo(
            "staging/classes-"
                + Base64.getUrlEncoder().withoutPadding().encodeToString(hash.digest())
                + ".jar");
  }

  private static byte[] get(Sandbox sandbox, String path) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(sandbox.endpoint() + path)).build();
    var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }
}
