package dev.backfill.cli;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.cli.GoogleFront.Answers;
import dev.backfill.cli.GoogleFront.Asked;
import dev.backfill.cli.GoogleFront.Reply;
import dev.backfill.cli.OddAnswers.Odd;
import dev.backfill.pipeline.WorkerBundle;
import dev.backfill.run.Sleeper;
import dev.backfill.sandbox.Sandbox;
import dev.backfill.sandbox.seed.GeneratedDocuments;
import dev.backfill.sandbox.seed.Generator;
import dev.backfill.sandbox.seed.SeedArchive;
import dev.backfill.settings.Folders;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Runs of the production profile on a sandbox behind Google's names: a key of a service account
 * that is made here, tokens, TLS, and answers that a test puts in between.
 */
final class GoogleRun implements AutoCloseable {
  private static final String WORKERS = "backfill.worker.classpath";
  static final String SOURCE = "moz-fx-data-shared-prod";

  private static final String TOKEN =
      "{\"access_token\": \"ya29.test\", \"expires_in\": 3600, \"token_type\": \"Bearer\"}";

  // What a region of a middling project has.
  private static final String QUOTAS =
      """
      {"quotas": [{"metric": "CPUS", "limit": 2400.0, "usage": 12.0},
        {"metric": "IN_USE_ADDRESSES", "limit": 575.0, "usage": 2.0},
        {"metric": "DISKS_TOTAL_GB", "limit": 102400.0, "usage": 10.0}]}
      """;

  /** What a command came to. */
  record Outcome(int exit, String said) {}

  private final Path folder;
  private final ThrowAwayAuthority authority;
  private final Sandbox sandbox;
  private final GoogleFront front;
  private final Path key;
  private final String home = System.getProperty("user.home");
  private int plans;

  GoogleRun(Path folder, int documents) throws Exception {
    this.folder = folder;
    key = Files.writeString(folder.resolve("key.json"), key());
    authority = ThrowAwayAuthority.trusted(folder, GoogleFront.DOMAIN);
    sandbox = Sandbox.start(folder.resolve("cloud"), 0);
    sandbox.fill(
        SOURCE,
        new GeneratedDocuments(
            new Generator(1, 0.1), Stand.PLAN.documents(), Stand.PLAN.days().list(), documents),
        SeedArchive.of(Optional.empty()),
        Stand.PLAN.schemas().orElseThrow());
    front = new GoogleFront(authority.server(), sandbox.endpoint());
    System.setProperty("user.home", folder.toString());
  }

  private static String key() throws Exception {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    var bytes = generator.generateKeyPair().getPrivate().getEncoded();
    var pem = Base64.getEncoder().encodeToString(bytes);
    return """
        {"type": "service_account", "project_id": "p", "private_key_id": "1",
          "private_key": "-----BEGIN PRIVATE KEY-----\\n%s\\n-----END PRIVATE KEY-----\\n",
          "client_email": "backfill@ops.iam.gserviceaccount.com", "client_id": "1",
          "token_uri": "https://oauth2.googleapis.com/token"}
        """
        .formatted(pem);
  }

  Sandbox sandbox() {
    return sandbox;
  }

  /** What was asked of Google's names by the last run. */
  List<Asked> asked() {
    return front.asked();
  }

  /** A target that no run has had yet. */
  String target() {
    return "data-backfill-" + ++plans;
  }

  /**
   * Runs a new plan, waiting on a clock that jumps.
   *
   * @param pause milliseconds of each wait that are really waited
   */
  Outcome run(String target, int pause, Answers answers, String... more) throws Exception {
    front.answer(
        one -> {
          var odd = answers.to(one);
          return odd == null ? usual(one) : odd;
        });
    var out = new ByteArrayOutputStream();
    var stream = Streams.utf8(out);
    var plan = Files.writeString(folder.resolve("plan.yaml"), plan(target));
    var args =
        new java.util.ArrayList<>(
            List.of("run", "--plan", plan.toString(), "--runs", runs().toString()));
    args.addAll(List.of(more));
    var clock = new JumpingClock();
    Sleeper sleeper =
        time -> {
          clock.pass(time);
          Thread.sleep(Math.min(pause, time.toMillis()));
        };
    var streams = new Streams(InputStream.nullInputStream(), stream, stream);
    var exit =
        Main.commandLine(streams, new Commands(streams, profile -> new Timing(clock, sleeper)))
            .execute(args.toArray(String[]::new));
    stream.flush();
    return new Outcome(exit, out.toString(StandardCharsets.UTF_8));
  }

  /** Runs a new plan with an odd answer, and holds what is said against what is to be. */
  void tellsOf(Odd odd) throws Exception {
    var left = new AtomicInteger(odd.times());
    var matches = odd.matches();
    var printed = new ByteArrayOutputStream();
    var err = System.err;
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    Outcome run;
    try {
      run =
          run(
              target(),
              1,
              one -> matches.test(one) && left.getAndDecrement() > 0 ? odd.reply() : null,
              "--until",
              odd.until());
    } finally {
      System.setErr(err);
    }
    assertThat(run.exit()).as(run.said()).isEqualTo(odd.exit());
    assertThat(run.said()).contains(odd.words());
    assertThat(left).as("it was answered so").hasValueLessThan(odd.times());
    assertThat(run.said())
        .doesNotContain("Exception", "unexpected error", "may have acted", "com.google", "DOCTYPE");
    assertThat(printed.toString(StandardCharsets.UTF_8)).doesNotContain("\tat ");
  }

  /** Has the sandbox's worker run on what is staged, and on what only a local one needs. */
  List<String> runsOnWhatIsStaged() {
    var staged = new WorkerBundle(Folders.ofUser().bundles()).files();
    var local =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(file -> file.matches(".*/(beam-runners-direct|logback)[^/]*"));
    System.setProperty(
        WORKERS, Stream.concat(staged.stream(), local).collect(joining(File.pathSeparator)));
    return staged;
  }

  Path runs() {
    return folder.resolve("runs");
  }

  /** What is no part of the sandbox. */
  private static Reply usual(Asked asked) {
    return switch (asked.host()) {
      case "oauth2" -> Reply.json(200, TOKEN);
      case "compute" -> Reply.json(200, QUOTAS);
      default -> null;
    };
  }

  private String plan(String target) {
    return """
        name: first-flight
        reason: a test
        days: { first: 2020-04-14, last: 2020-04-14 }
        documents: [ telemetry/core/10 ]
        source: { project: %s }
        target: { project: %s, location: US }
        schemas: gs://schemas/a.tar.gz
        dataflow: { region: us-central1, workers: { initial: 2, max: 4 }, machine: n1-standard-2 }
        credentials: { service_account_file: %s }
        """
        .formatted(SOURCE, target, key);
  }

  @Override
  public void close() throws Exception {
    System.setProperty("user.home", home);
    System.clearProperty(WORKERS);
    front.close();
    sandbox.close();
    authority.close();
  }
}
