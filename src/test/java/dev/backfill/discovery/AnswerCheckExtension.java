package dev.backfill.discovery;

import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails the test in which the sandbox gave an answer that Google's APIs do not have; stands in
 * every test class of its own accord.
 */
public final class AnswerCheckExtension
    implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
  /** Said when a class has ended, if that is anything new. */
  private record Summary() implements AutoCloseable {
    private static String last = "";

    @Override
    public void close() {
      var now =
          ApiDescriptions.find().isPresent()
              ? Seen.summary()
              : "No answer was held against Google's API descriptions: there are none in "
                  + ApiDescriptions.folder();
      if (!now.equals(last) && !now.startsWith("0 ")) {
        System.out.println(now);
        last = now;
      }
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    Seen.begin();
    context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(AnswerCheckExtension.class))
        .getOrComputeIfAbsent("summary", any -> new Summary());
  }

  @Override
  public void afterEach(ExtensionContext context) {
    check();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    check();
  }

  private static void check() {
    var violations = Seen.take();
    if (!violations.isEmpty()) {
      throw new AssertionError(
          violations.size()
              + " answers do not fit Google's API descriptions:\n"
              + violations.stream().distinct().limit(20).collect(Collectors.joining("\n")));
    }
  }
}
