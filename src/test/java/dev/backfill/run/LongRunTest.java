package dev.backfill.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.backfill.journal.Entry;
import dev.backfill.plan.PlanFile;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an entry costs does not grow with the journal: thousands of cells are as cheap each. */
@Tag("long")
class LongRunTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir Path folder;

  @Test
  void anEntryCostsTheSameHoweverManyCameBefore() throws Exception {
    var few = ManyDays.run(folder, 60);
    var many = ManyDays.run(folder, 240);
    perEntry(few);
    assertThat(perEntry(many)).isLessThan(1.3 * perEntry(few));
  }

  /** Bytes that folding an entry takes, and giving the view after it. */
  private static double perEntry(List<Entry> entries) throws Exception {
    var opened = RunView.opened(entries);
    var fold = new RunFold(opened, PlanFile.read(opened.plan()));
    var thread = Thread.currentThread().getId();
    var before = THREADS.getThreadAllocatedBytes(thread);
    for (var entry : entries) {
      fold.add(entry).view();
    }
    var each = (double) (THREADS.getThreadAllocatedBytes(thread) - before) / entries.size();
    return each;
  }
}
