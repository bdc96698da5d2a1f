package dev.backfill.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CrowdTest {
  private final Crowd crowd = new Crowd();

  @Test
  void isHalvedOnceForAllThatWereToldAndGrowsAgain() throws Exception {
    for (var i = 0; i < 8; i++) {
      crowd.enter(8);
    }
    crowd.tooOften();
    crowd.tooOften();
    crowd.tooOften();
    assertThat(crowd.most()).isEqualTo(4);
    for (var i = 0; i < 8; i++) {
      crowd.leave();
    }
    for (var i = 0; i < 12; i++) {
      crowd.enter(8);
      crowd.leave();
    }
    assertThat(crowd.most()).as("one more after twenty quiet ones").isEqualTo(5);
  }

  @Test
  void lastOneIsNeverKeptOut() throws Exception {
    crowd.enter(8);
    crowd.tooOften();
    crowd.leave();
    crowd.enter(8);
    crowd.tooOften();
    crowd.leave();
    crowd.enter(8);
    assertThat(crowd.most()).isEqualTo(1);
  }

  @Test
  void whoFindsNoRoomWaitsForIt() throws Exception {
    crowd.enter(1);
    var came = new CountDownLatch(1);
    var pool = Executors.newSingleThreadExecutor();
    try {
      var second =
          pool.submit(
              () -> {
                crowd.enter(1);
                came.countDown();
                return true;
              });
      Thread.sleep(50);
      assertThat(came.getCount()).isEqualTo(1);
      crowd.leave();
      assertThat(second.get()).isTrue();
    } finally {
      pool.shutdownNow();
    }
  }
}
