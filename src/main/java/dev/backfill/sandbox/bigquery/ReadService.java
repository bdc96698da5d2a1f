package dev.backfill.sandbox.bigquery;

import com.google.cloud.bigquery.storage.v1.BigQueryReadGrpc;
import com.google.cloud.bigquery.storage.v1.CreateReadSessionRequest;
import com.google.cloud.bigquery.storage.v1.ReadRowsRequest;
import com.google.cloud.bigquery.storage.v1.ReadRowsResponse;
import com.google.cloud.bigquery.storage.v1.ReadSession;
import com.google.cloud.bigquery.storage.v1.SplitReadStreamRequest;
import com.google.cloud.bigquery.storage.v1.SplitReadStreamResponse;
import dev.backfill.sandbox.http.ApiException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Storage Read API of the sandbox's tables, in Avro. */
final class ReadService extends BigQueryReadGrpc.BigQueryReadImplBase {
  private static final Logger LOG = LoggerFactory.getLogger(ReadService.class);

  private final Store store;
  private final ReadSessions sessions;

  ReadService(Store store) {
    this.store = store;
    this.sessions = new ReadSessions(store);
  }

  @Override
  public void createReadSession(
      CreateReadSessionRequest request, StreamObserver<ReadSession> answers) {
    try {
      var made =
          sessions.create(
              request.getParent(), request.getReadSession(), request.getMaxStreamCount());
      answers.onNext(made);
      answers.onCompleted();
    } catch (RuntimeException e) {
      answers.onError(status(e));
    }
  }

  /** A stream is not split: that is the answer for one that is too small. */
  @Override
  public void splitReadStream(
      SplitReadStreamRequest request, StreamObserver<SplitReadStreamResponse> answers) {
    answers.onNext(SplitReadStreamResponse.getDefaultInstance());
    answers.onCompleted();
  }

  @Override
  public void readRows(ReadRowsRequest request, StreamObserver<ReadRowsResponse> answers) {
    var out = (ServerCallStreamObserver<ReadRowsResponse>) answers;
    var stream = sessions.stream(request.getReadStream());
    if (stream.isEmpty()) {
      out.onError(
          Status.NOT_FOUND
              .withDescription("Requested entity was not found: " + request.getReadStream())
              .asRuntimeException());
      return;
    }
    try {
      var rows = new ReadRows(store, stream.get(), request.getOffset());
      var sending = new Sending(rows, out);
      out.setOnReadyHandler(sending::send);
      out.setOnCancelHandler(sending::end);
    } catch (SQLException e) {
      out.onError(status(e));
    }
  }

  /** Sends as much as the reader takes; called again when it can take more. */
  private static final class Sending {
    private final ReadRows rows;
    private final ServerCallStreamObserver<ReadRowsResponse> out;
    private boolean ended;

    Sending(ReadRows rows, ServerCallStreamObserver<ReadRowsResponse> out) {
      this.rows = rows;
      this.out = out;
    }

    synchronized void send() {
      try {
        while (!ended && out.isReady()) {
          var answer = rows.next();
          if (answer.isPresent()) {
            out.onNext(answer.get());
          } else {
            end();
            out.onCompleted();
          }
        }
      } catch (SQLException | IOException | RuntimeException e) {
        end();
        out.onError(status(e));
      }
    }

    synchronized void end() {
      if (!ended) {
        ended = true;
        try {
          rows.close();
        } catch (SQLException e) {
          LOG.warn("A read stream's connection did not close", e);
        }
      }
    }
  }

  private static StatusRuntimeException status(Exception e) {
    if (e instanceof ApiException refused) {
      var code =
          switch (refused.status()) {
            case 400 -> Status.INVALID_ARGUMENT;
            case 403 -> Status.PERMISSION_DENIED;
            case 404 -> Status.NOT_FOUND;
            case 412 -> Status.FAILED_PRECONDITION;
            case 501 -> Status.UNIMPLEMENTED;
            default -> Status.INTERNAL;
          };
      return code.withDescription(refused.getMessage()).asRuntimeException();
    }
    LOG.error("A read failed", e);

    return Status.INTERNAL
        .withDescription("The sandbox could not read the rows; its log says why.")
        .asRuntimeException();
  }
}
