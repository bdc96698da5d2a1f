package dev.backfill.landing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.plan.Plan.Mode;
import dev.backfill.plan.TableName;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Why a table with row access policies is left alone, by how rows come to it. */
class RowPoliciesTest {
  private static final TableName TABLE = TableName.parse("shared-prod:telemetry_stable.main_v4");

  @Test
  void saysWhatEachWayOfLandingDoesToThem() {
    assertThat(RowPolicies.dropped(TABLE, List.of("eu"), Mode.OVERWRITE).what())
        .endsWith("has row access policies, which a copy drops: eu.");
    assertThat(RowPolicies.dropped(TABLE, List.of("eu"), Mode.APPEND).what())
        .as("rows that are added leave them; the backup's copy back does not")
        .contains("an undo drops: eu")
        .doesNotContain("a copy drops");
    assertThat(RowPolicies.unknown(TABLE, Mode.APPEND).what())
        .contains("bigquery.rowAccessPolicies.list")
        .doesNotContain("a copy drops");
  }
}
