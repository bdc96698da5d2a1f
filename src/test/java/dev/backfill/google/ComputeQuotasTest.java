package dev.backfill.google;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.client.http.javanet.NetHttpTransport;
import dev.backfill.cloud.RegionQuota;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Compute Engine answers about a region, and what may come in its place. */
class ComputeQuotasTest {
  private static ComputeQuotas of(Stub stub) {
    return new ComputeQuotas(new NetHttpTransport(), request -> {}, stub.address() + "/");
  }

  @Test
  void readsTheQuotasOfARegion() throws Exception {
    try (var stub = new Stub()) {
      stub.answer(
          sent ->
              new Stub.Reply(
                  200,
                  "{\"quotas\": [{\"metric\": \"CPUS\", \"limit\": 2400.0, \"usage\": 24},"
                      + " {\"metric\": \"NEW\"}, 7]}"));
      assertThat(of(stub).of("p", "us-central1").orElseThrow())
          .containsExactly(new RegionQuota("CPUS", 2400, 24));
      assertThat(stub.requests.get(0).path())
          .isEqualTo("/compute/v1/projects/p/regions/us-central1");
    }
  }

  @ParameterizedTest
  @CsvSource({"403", "404", "500", "503"})
  void isUnknownWhereItMayNotBeAsked(int status) throws Exception {
    try (var stub = new Stub()) {
      stub.answer(sent -> Stub.error(status, "accessNotConfigured", "no"));
      assertThat(of(stub).of("p", "us-central1")).isEmpty();
      assertThat(stub.requests).as("asked once").hasSize(1);
    }
  }
}
