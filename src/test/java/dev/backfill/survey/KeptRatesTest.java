package dev.backfill.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.estimate.Observation;
import dev.backfill.plan.DocumentType;
import dev.backfill.stage.StageKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of runs: a small file for each document type. */
class KeptRatesTest {
  private static final DocumentType MAIN = DocumentType.parse("telemetry/main/4");
  private static final DocumentType CORE = DocumentType.parse("telemetry/core/10");

  @TempDir Path temporary;
  private Path folder;
  private KeptRates rates;

  @BeforeEach
  void begin() {
    folder = temporary.resolve("estimates");
    rates = new KeptRates(folder);
  }

  private static Observation seen(String run) {
    return new Observation(run, StageKind.DECODE, Instant.EPOCH, false, 20, 10, 8, 4);
  }

  @Test
  void keepsWhatARunTookOfEachOfItsTypes() {
    assertThat(rates.of(MAIN)).isEmpty();
    rates.keep(List.of(MAIN, CORE), List.of(seen("r1")));
    rates.keep(List.of(MAIN), List.of(seen("r2")));
    assertThat(rates.of(MAIN)).containsExactly(seen("r1"), seen("r2"));
    assertThat(new KeptRates(folder).of(CORE)).containsExactly(seen("r1"));
    assertThat(folder.resolve("telemetry.main.4.json")).exists();
  }

  @Test
  void aRunThatEndsOnceMoreIsNotCountedTwice() {
    rates.keep(List.of(MAIN), List.of(seen("r1")));
    rates.keep(List.of(MAIN), List.of(seen("r1")));
    assertThat(rates.of(MAIN)).containsExactly(seen("r1"));
  }

  @Test
  void keepsTheNewestOfMany() {
    for (var i = 0; i < 70; i++) {
      rates.keep(List.of(MAIN), List.of(seen("r" + i)));
    }
    assertThat(rates.of(MAIN)).hasSize(60).endsWith(seen("r69")).doesNotContain(seen("r9"));
  }

  @Test
  void aDamagedFileIsSetAsideAndBegunAnew() throws Exception {
    rates.keep(List.of(MAIN), List.of(seen("r1")));
    var file = folder.resolve("telemetry.main.4.json");
    for (var damage :
        List.of(
            "".getBytes(StandardCharsets.UTF_8),
            "{\"runs\": [{\"run".getBytes(StandardCharsets.UTF_8),
            "{\"runs\": [{\"at\": \"yesterday\"}]}".getBytes(StandardCharsets.UTF_8),
            "null".getBytes(StandardCharsets.UTF_8),
            new byte[] {(byte) 0xff, 0, (byte) 0xfe})) {
      Files.write(file, damage);
      assertThat(rates.of(MAIN)).as("nothing is taken of it").isEmpty();
      rates.keep(List.of(MAIN), List.of(seen("r2")));
      assertThat(rates.of(MAIN)).containsExactly(seen("r2"));
      assertThat(folder.resolve("telemetry.main.4.json.damaged")).hasBinaryContent(damage);
    }
  }

  @Test
  void twoConsolesThatWriteAtOnceLoseNothing() throws Exception {
    var together = new CountDownLatch(1);
    var threads = new ArrayList<Thread>();
    for (var i = 0; i < 8; i++) {
      var run = "r" + i;
      var thread =
          new Thread(
              () -> {
                try {
                  together.await();
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
                new KeptRates(folder).keep(List.of(MAIN), List.of(seen(run)));
              });
      thread.start();
      threads.add(thread);
    }
    together.countDown();
    for (var thread : threads) {
      thread.join();
    }
    assertThat(rates.of(MAIN)).hasSize(8);
  }

  @Test
  void pricesOfTheUsersOwnCountAndWrongOnesAreNotPassedOver() throws Exception {
    assertThat(rates.prices().asOf()).isEqualTo(Rates.OF_PROGRAM.prices().asOf());
    Files.createDirectories(folder);
    var file = folder.resolve("prices.json");
    Files.writeString(file, "{\"as_of\": \"2027-01-31\", \"dataflow_vcpu_hour\": 0.06}");
    assertThat(rates.prices().vcpuHour()).isEqualTo(0.06);
    Files.writeString(file, "{\"as_of\": \"2027-01-31\", \"dataflow_vcpu\": 0.06}");
    assertThatThrownBy(() -> rates.prices())
        .hasMessageContaining(file.toString())
        .hasMessageContaining("no price 'dataflow_vcpu'");
  }
}
