package dev.backfill.google;

import com.google.api.client.http.HttpRequestInitializer;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.bigquery.Bigquery;
import com.google.api.services.cloudresourcemanager.CloudResourceManager;
import com.google.api.services.dataflow.Dataflow;
import com.google.auth.Credentials;
import com.google.auth.http.HttpCredentialsAdapter;
import com.google.cloud.ServiceOptions;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.http.HttpTransportOptions;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import dev.backfill.cloud.Cloud;
import dev.backfill.cloud.DecodeJob;
import dev.backfill.plan.Plan;
import java.util.Optional;
import java.util.function.Function;

/** Connects a plan to Google's services, or to a sandbox that serves the same. */
public final class GoogleCloud {
  private static final String APPLICATION = "backfill-console";

  private GoogleCloud() {}

  /**
   * Makes the clients; nothing is sent, but credentials are read.
   *
   * @param submission submits a decode job and returns its id
   */
  public static Cloud connect(
      CloudProfile profile, Plan plan, Function<DecodeJob, String> submission) {
    var own = profile.as(plan);
    var credentials = own.credentials();
    var bigQuery =
        BigQueryOptions.newBuilder()
            .setProjectId(plan.targetProject())
            .setCredentials(credentials)
            .setTransportOptions(transport(own))
            // Calls are tried again in one place: Errors.
            .setRetrySettings(ServiceOptions.getNoRetrySettings());
    profile.endpoint().ifPresent(bigQuery::setHost);
    var client = bigQuery.build().getService();
    Function<String, Storage> storages = project -> storage(own, project, credentials);
    var storage = storages.apply(plan.targetProject());
    // A sandbox takes no credentials, and the adapter would try to refresh what is none.
    HttpRequestInitializer signed =
        profile.isSandbox() ? request -> {} : new HttpCredentialsAdapter(credentials);
    var most = Math.toIntExact(own.answer().toMillis());
    HttpRequestInitializer requests =
        request -> {
          signed.initialize(request);
          request.setConnectTimeout(most).setReadTimeout(most);
          ErrorBodies.readBy(request);
        };
    var transport = new NetHttpTransport();
    var dataflow =
        new Dataflow.Builder(transport, GsonFactory.getDefaultInstance(), requests)
            .setApplicationName(APPLICATION);
    var manager =
        new CloudResourceManager.Builder(transport, GsonFactory.getDefaultInstance(), requests)
            .setApplicationName(APPLICATION);
    var bigQueryRest =
        new Bigquery.Builder(transport, GsonFactory.getDefaultInstance(), requests)
            .setApplicationName(APPLICATION);
    profile
        .endpoint()
        .ifPresent(
            endpoint -> {
              dataflow.setRootUrl(endpoint + "/");
              manager.setRootUrl(endpoint + "/");
              bigQueryRest.setRootUrl(endpoint + "/");
            });
    var rest = bigQueryRest.build();
    var jobs =
        new BigQueryJobs(
            client, new JobLooks<>(new JobLists(client, rest), System::nanoTime), plan.location());
    var copies = new PartitionCopies(jobs, plan.targetProject());
    var warehouse = new BigQueryWarehouse(client, rest, jobs, plan.targetProject());
    var objects = new GcsObjectStore(storages, storage);
    var projects = new GoogleProjects(manager.build());
    var guard = new ProjectGuard(plan, projects);
    return new Cloud(
        profile.description(),
        warehouse,
        new BigQueryStagingWriter(
            client,
            rest,
            jobs,
            copies,
            warehouse,
            new StagingBuckets(storage, objects, guard),
            new TargetDeletion(client, warehouse, storage, objects, guard),
            guard),
        new BigQueryProductionWriter(
            client,
            copies,
            warehouse.looks(),
            guard,
            new ErrorRowDeletion(jobs, plan.targetProject(), guard)),
        objects,
        new DataflowJobs(
            dataflow.build(),
            submission,
            guard,
            objects,
            profile.isSandbox()
                ? Optional.empty()
                : Optional.of(new ComputeQuotas(transport, requests, ComputeQuotas.GOOGLE))),
        new GooglePermissions(manager.build(), client, storage, new Identities(credentials)),
        projects);
  }

  private static Storage storage(CloudProfile profile, String project, Credentials credentials) {
    var storage =
        StorageOptions.newBuilder()
            .setProjectId(project)
            .setCredentials(credentials)
            .setTransportOptions(transport(profile))
            .setRetrySettings(ServiceOptions.getNoRetrySettings());
    profile.endpoint().ifPresent(storage::setHost);
    return storage.build().getService();
  }

  private static HttpTransportOptions transport(CloudProfile profile) {
    return new ClientTransport(profile.answer());
  }
}
