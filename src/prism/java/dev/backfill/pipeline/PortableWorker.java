package dev.backfill.pipeline;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.beam.fn.harness.FnHarness;
import org.apache.beam.model.fnexecution.v1.ProvisionApi.GetProvisionInfoRequest;
import org.apache.beam.model.fnexecution.v1.ProvisionApi.ProvisionInfo;
import org.apache.beam.model.fnexecution.v1.ProvisionServiceGrpc;
import org.apache.beam.sdk.fn.channel.AddHarnessIdInterceptor;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.util.JsonFormat;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.ManagedChannelBuilder;

/** What a worker's image starts: Beam's own harness, told by the runner what it is to know. */
final class PortableWorker {
  private PortableWorker() {}

  /** Takes {@code --id=ID --provision_endpoint=HOST:PORT}. */
  public static void main(String[] args) throws Exception {
    endWithParent();
    // Prism writes the id in quotes, as for a shell.
    var id = value(args, "--id=").replace("'", "");
    var info = info(id, value(args, "--provision_endpoint="));
    var told =
        Map.of(
            "HARNESS_ID", id,
            "LOGGING_API_SERVICE_DESCRIPTOR", info.getLoggingEndpoint().toString(),
            "CONTROL_API_SERVICE_DESCRIPTOR", info.getControlEndpoint().toString(),
            "PIPELINE_OPTIONS", JsonFormat.printer().print(info.getPipelineOptions()),
            "RUNNER_CAPABILITIES", String.join(" ", info.getRunnerCapabilitiesList()));
    FnHarness.main(told::get);
    System.exit(0);
  }

  private static ProvisionInfo info(String id, String endpoint) throws InterruptedException {
    var channel =
        ManagedChannelBuilder.forTarget(endpoint)
            .usePlaintext()
            .intercept(AddHarnessIdInterceptor.create(id))
            .build();
    try {
      return ProvisionServiceGrpc.newBlockingStub(channel)
          .withDeadlineAfter(30, TimeUnit.SECONDS)
          .getProvisionInfo(GetProvisionInfoRequest.getDefaultInstance())
          .getInfo();
    } finally {
      channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    }
  }

  private static String value(String[] args, String name) {
    for (var arg : args) {
      if (arg.startsWith(name)) {
        return arg.substring(name.length());
      }
    }
    throw new IllegalArgumentException("Give " + name + "…");
  }

  /** A runner that is killed takes its worker with it. */
  private static void endWithParent() {
    var ended = ProcessHandle.current().parent().map(ProcessHandle::onExit);
    ended.ifPresent(exit -> exit.thenRun(() -> Runtime.getRuntime().halt(3)));
  }
}
