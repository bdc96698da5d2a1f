package dev.backfill.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.cloud.CloudException;
import dev.backfill.plan.DatasetName;
import dev.backfill.plan.PlanFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a list of all that a target holds costs in questions and in bytes. */
@Timeout(60)
class InventoryQuestionsTest {
  private static final String TARGET = "data-backfill-14";

  @Test
  void asksForNoFieldsThatItDoesNotRead() throws Exception {
    var plan =
        PlanFile.read(
            """
            name: test
            reason: a test
            days: { first: 2020-04-14, last: 2020-04-14 }
            documents: [ telemetry/main/4 ]
            source: { project: shared-prod }
            target: { project: data-backfill-14 }
            """);
    try (var stub = new Stub()) {
      var cloud = GoogleCloud.connect(CloudProfile.sandbox(stub.address()), plan, job -> "none");
      stub.answer(InventoryQuestionsTest::answer);
      assertThat(cloud.warehouse().contents(new DatasetName(TARGET, "d"))).hasSize(3);
      assertThat(stub.requests)
          .filteredOn(sent -> sent.path().matches(".*/tables/t\\d"))
          .as("one question a table")
          .hasSize(3)
          .allMatch(sent -> sent.query().contains("fields=") && sent.query().contains("etag"))
          .noneMatch(sent -> sent.query().contains("schema"));
      stub.requests.clear();
      cloud.objects().objects("b");
      cloud.objects().some("b", 21);
      cloud.objects().exists("gs://b/o");
      cloud.objects().buckets(TARGET);
      assertThat(stub.requests)
          .hasSize(4)
          .allMatch(sent -> sent.query().contains("fields="))
          .noneMatch(sent -> sent.query().matches(".*(md5Hash|owner|acl|lifecycle).*"));
      assertThat(stub.requests.get(1).query()).contains("maxResults=21");
    }
  }

  private static Stub.Reply answer(Stub.Sent sent) {
    var table =
        "{\"tableReference\": {\"projectId\": \"data-backfill-14\", \"datasetId\": \"d\","
            + " \"tableId\": \"t%d\"}, \"type\": \"TABLE\", \"etag\": \"e\"}";
    if (sent.path().endsWith("/tables")) {
      var all = IntStream.range(0, 3).mapToObj(table::formatted).toList();
      return new Stub.Reply(200, "{\"tables\": [" + String.join(", ", all) + "]}");
    }
    if (sent.path().contains("/b/b/o/")) {
      return new Stub.Reply(200, "{\"bucket\": \"b\", \"name\": \"o\", \"generation\": \"1\"}");
    }
    return sent.path().contains("/tables/t")
        ? new Stub.Reply(200, table.formatted(0))
        : new Stub.Reply(200, "{}");
  }

  @Test
  void asksSomeAtATimeAndAnswersInOrder() {
    var together = new CountDownLatch(8);
    var all = IntStream.range(0, 100).boxed().toList();
    var answers =
        AtATime.ask(
            all,
            one -> {
              together.countDown();
              try {
                together.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return one;
            });
    assertThat(answers).isEqualTo(all);
  }

  @Test
  void asksNoMoreOnceOneIsNotAnswered() {
    List<Integer> asked = Collections.synchronizedList(new ArrayList<>());
    assertThatThrownBy(
            () ->
                AtATime.ask(
                    IntStream.range(0, 10_000).boxed().toList(),
                    one -> {
                      asked.add(one);
                      throw new CloudException(CloudException.Kind.DENIED, "No " + one, null);
                    }))
        .isInstanceOf(CloudException.class)
        .hasMessageStartingWith("No ");
    assertThat(asked).hasSizeLessThan(100);
  }
}
