package dev.backfill.google;

import com.google.api.services.cloudresourcemanager.CloudResourceManager;
import com.google.api.services.cloudresourcemanager.model.TestIamPermissionsRequest;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.storage.Storage;
import dev.backfill.cloud.Identity;
import dev.backfill.cloud.Permissions;
import dev.backfill.plan.TableName;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Asks Resource Manager, BigQuery and Cloud Storage what is granted. */
final class GooglePermissions implements Permissions {
  private final CloudResourceManager manager;
  private final BigQuery bigQuery;
  private final Storage storage;
  private final Identities identities;

  GooglePermissions(
      CloudResourceManager manager, BigQuery bigQuery, Storage storage, Identities identities) {
    this.manager = manager;
    this.bigQuery = bigQuery;
    this.storage = storage;
    this.identities = identities;
  }

  @Override
  public Identity identity() {
    return identities.identity();
  }

  @Override
  public Optional<Set<String>> granted(String project, Set<String> asked) {
    var request = new TestIamPermissionsRequest().setPermissions(List.copyOf(asked));
    return answer(
        project,
        () -> {
          var said = manager.projects().testIamPermissions(project, request).execute();
          return said.getPermissions() == null ? List.of() : said.getPermissions();
        });
  }

  @Override
  public Optional<Set<String>> onTable(TableName table, Set<String> asked) {
    return answer(
        table.toString(),
        () -> bigQuery.testIamPermissions(BigQueryWarehouse.id(table), List.copyOf(asked)));
  }

  @Override
  public Optional<Set<String>> onBucket(String bucket, Set<String> asked) {
    var list = List.copyOf(asked);
    return answer(
        "gs://" + bucket,
        () -> {
          var said = storage.testIamPermissions(bucket, list);
          var granted = new HashSet<String>();
          for (var i = 0; i < list.size(); i++) {
            if (said.get(i)) {
              granted.add(list.get(i));
            }
          }
          return List.copyOf(granted);
        });
  }

  private static Optional<Set<String>> answer(String on, Errors.Call<List<String>> call) {
    return Errors.ifAnswered("Permissions on " + on, call).map(Set::copyOf);
  }
}
