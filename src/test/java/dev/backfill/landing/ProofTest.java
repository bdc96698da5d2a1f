package dev.backfill.landing;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.cloud.CloudException;
import dev.backfill.confirm.Fingerprint;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProofTest {
  private static Fingerprint by(String key) {
    return new Fingerprint(
        "p:d.t$20200414", "e", "s", "none", "none", "US", key, 1, 1, Optional.empty());
  }

  @Test
  void seesThatACopyTookATablesKeyAway() {
    assertThatCode(() -> Proof.sameKey(by("k1"), by("k1"))).doesNotThrowAnyException();
    assertThatThrownBy(() -> Proof.sameKey(by("k1"), by("default")))
        .isInstanceOf(CloudException.class)
        .hasMessageContaining("p:d.t$20200414 holds its rows")
        .hasMessageContaining("was k1 before the copy and is default now")
        .hasMessageContaining("bq update --destination_kms_key");
  }
}
