package dev.backfill.ui;

import dev.backfill.cloud.Cloud;
import dev.backfill.cloud.JobService.JobKey;
import dev.backfill.ui.model.Texts;
import java.util.function.Supplier;

/** Asks for the end of a job; nothing else is waited for, however slow it is. */
final class JobCanceller implements AutoCloseable {
  private final Supplier<Cloud> connected;
  private final Teller teller;
  private final OwnThread lane = new OwnThread("cancel");

  /**
   * Makes it; nothing is asked.
   *
   * @param connected the cloud of the run under way; gives null while there is none
   */
  JobCanceller(Supplier<Cloud> connected, Teller teller) {
    this.connected = connected;
    this.teller = teller;
  }

  /** Asks Dataflow to cancel the running decode job; it ends some time later. */
  void cancel(JobKey job) {
    var now = connected.get();
    lane.execute(() -> teller.guard("cancel", () -> cancel(now, job)));
  }

  private void cancel(Cloud now, JobKey job) {
    if (now == null) {
      teller.say(Texts.of("decode.gone"));
    } else {
      now.jobs().cancel(job);
      teller.say(Texts.of("decode.cancelling", job.id()));
    }
  }

  @Override
  public void close() {
    lane.close();
  }
}
