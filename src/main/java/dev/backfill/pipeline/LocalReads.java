package dev.backfill.pipeline;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.rpc.ServerStream;
import com.google.cloud.bigquery.storage.v1.BigQueryReadClient;
import com.google.cloud.bigquery.storage.v1.BigQueryReadSettings;
import com.google.cloud.bigquery.storage.v1.CreateReadSessionRequest;
import com.google.cloud.bigquery.storage.v1.ReadRowsRequest;
import com.google.cloud.bigquery.storage.v1.ReadRowsResponse;
import com.google.cloud.bigquery.storage.v1.ReadSession;
import com.google.cloud.bigquery.storage.v1.SplitReadStreamRequest;
import com.google.cloud.bigquery.storage.v1.SplitReadStreamResponse;
import java.io.IOException;
import java.util.Iterator;
import org.apache.beam.sdk.io.gcp.bigquery.BigQueryOptions;
import org.apache.beam.sdk.io.gcp.bigquery.BigQueryServicesImpl;

/**
 * Beam's BigQuery services, but for the Storage Read API: Beam's own client speaks TLS only, and a
 * sandbox serves it without.
 */
final class LocalReads extends BigQueryServicesImpl {
  private static final long serialVersionUID = 1;

  private final String address;

  /**
   * Reads from a sandbox.
   *
   * @param address of its Storage Read API, {@code 127.0.0.1:PORT}
   */
  LocalReads(String address) {
    this.address = address;
  }

  @Override
  public StorageClient getStorageClient(BigQueryOptions options) throws IOException {
    var channels =
        BigQueryReadSettings.defaultGrpcTransportProviderBuilder()
            .setEndpoint(address)
            .setChannelConfigurator(channel -> channel.usePlaintext())
            .build();
    return new Client(
        BigQueryReadClient.create(
            BigQueryReadSettings.newBuilder()
                .setCredentialsProvider(NoCredentialsProvider.create())
                .setTransportChannelProvider(channels)
                .build()));
  }

  private record Client(BigQueryReadClient client) implements StorageClient {
    @Override
    public ReadSession createReadSession(CreateReadSessionRequest request) {
      return client.createReadSession(request);
    }

    @Override
    public BigQueryServerStream<ReadRowsResponse> readRows(ReadRowsRequest request) {
      return new Rows(client.readRowsCallable().call(request));
    }

    @Override
    public BigQueryServerStream<ReadRowsResponse> readRows(ReadRowsRequest request, String table) {
      return readRows(request);
    }

    @Override
    public SplitReadStreamResponse splitReadStream(SplitReadStreamRequest request) {
      return client.splitReadStream(request);
    }

    @Override
    public SplitReadStreamResponse splitReadStream(SplitReadStreamRequest request, String table) {
      return splitReadStream(request);
    }

    @Override
    public void close() {
      client.close();
    }
  }

  /** Made and read on one worker; it never travels. */
  @SuppressWarnings("serial")
  private record Rows(ServerStream<ReadRowsResponse> stream)
      implements BigQueryServerStream<ReadRowsResponse> {
    @Override
    public Iterator<ReadRowsResponse> iterator() {
      return stream.iterator();
    }

    @Override
    public void cancel() {
      stream.cancel();
    }
  }
}
