package dev.backfill.ui;

import dev.backfill.cloud.Cloud;
import dev.backfill.cloud.CloudKind;
import dev.backfill.cloud.Progress;
import dev.backfill.journal.Entry;
import dev.backfill.journal.Journal;
import dev.backfill.journal.JournalException;
import dev.backfill.landing.Packet;
import dev.backfill.landing.PacketExecution;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.plan.TargetRule;
import dev.backfill.problem.Problem;
import dev.backfill.report.Format;
import dev.backfill.run.Decision;
import dev.backfill.run.Engine;
import dev.backfill.run.Outcome;
import dev.backfill.run.RunId;
import dev.backfill.run.RunListener;
import dev.backfill.run.RunView;
import dev.backfill.run.Sleeper;
import dev.backfill.run.Stage.Role;
import dev.backfill.run.State;
import dev.backfill.settings.LockHolder;
import dev.backfill.stage.StageKind;
import dev.backfill.survey.KeptRates;
import dev.backfill.text.ErrorCode;
import dev.backfill.ui.model.Failure;
import dev.backfill.ui.model.LastReading;
import dev.backfill.ui.model.RunModel;
import dev.backfill.ui.model.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Runs the engine on a thread of its own, and tells the window's model on the window's. What is
 * asked beside a run has threads of its own.
 */
final class RunService implements AutoCloseable {
  private final Clouds clouds;
  private final RunFiles files;
  private final RunModel model;
  private final Executor window;
  private final Sleeper sleeper;
  private final WindowOperator operator;
  private final Clock clock;
  private final Teller teller;
  private final OwnThread lane = new OwnThread("run");
  private final PlanInquiries asking;
  private final Inspections inspections;
  private final JobCanceller cancelling;
  private final AtomicReference<RunView> newest = new AtomicReference<>();
  private volatile Engine engine;
  private volatile Cloud cloud;
  private volatile Journal opening;
  private volatile boolean closed;

  /**
   * Makes a service; nothing is read.
   *
   * @param window runs a task on the window's thread
   * @param sleeper waits between two looks at a job
   * @param clock tells what time the journal's entries bear
   */
  RunService(
      Clouds clouds,
      RunFiles files,
      RunModel model,
      Executor window,
      Sleeper sleeper,
      Clock clock) {
    this.sleeper = sleeper;
    this.clock = clock;
    this.clouds = clouds;
    this.files = files;
    this.model = model;
    this.window = window;
    this.operator = new WindowOperator(model, window);
    this.teller = new Teller(model, window);
    this.asking = new PlanInquiries(clouds, teller, KeptRates.besides(files.runs()));
    this.inspections = new Inspections(clouds, window, () -> cloud, lane);
    this.cancelling = new JobCanceller(() -> cloud, teller);
  }

  Clock clock() {
    return clock;
  }

  PlanInquiries asking() {
    return asking;
  }

  Inspections inspections() {
    return inspections;
  }

  JobCanceller cancelling() {
    return cancelling;
  }

  /** Begins a new run of a valid plan; what the window says until then is of no other run. */
  void start(String yaml, Clouds.Place place) {
    model.view().set(null);
    var cloud =
        switch (place) {
          case SANDBOX -> CloudKind.SANDBOX;
          case GOOGLE -> CloudKind.GOOGLE;
        };
    begin(
        cloud.description(),
        () -> {
          var plan = PlanFile.read(yaml);
          // Credentials that are refused begin no run.
          clouds.check(place, plan);
          var run = RunId.take(files.runs(), clock.instant()).getFileName().toString();
          with(run, Optional.of(plan), place, engine -> begin(run, engine));
        });
  }

  /** Goes on with a run, on the kind of cloud that it was begun on. */
  void resume(String run, String cloud) {
    from(run, cloud, null);
  }

  /** Goes through a run's stages from one on again. */
  void from(String run, String cloud, StageKind from) {
    goOn(run, cloud, engine -> finish(run, engine, from));
  }

  /** Closes a run where it stands. */
  void end(String run, String cloud) {
    goOn(
        run,
        cloud,
        engine -> {
          var result = engine.end();
          // The engine tells of what its stages do, and the end is none of them.
          var view = RunView.of(Journal.read(files.runs().resolve(run)));
          window.execute(() -> model.view().set(view));
          say(result.text());
        });
  }

  /**
   * Gives the word that the packet of a digest was executed: the run goes on by reading what became
   * of its partitions.
   */
  void handedOver(String run, String cloud, String digest) {
    operator.say(digest);
    resume(run, cloud);
  }

  /** Puts the backups of a run back over what it copied, once their names were typed. */
  void undo(String run, String cloud) {
    goOn(
        run,
        cloud,
        engine -> {
          var outcome = engine.undo();
          window.execute(() -> model.outcome().set(outcome));
          say(Texts.of("run.undo", run, Texts.of("undo." + Texts.word(outcome))));
        });
  }

  /** Executes a packet of someone else's run where that was, once what it overwrites was typed. */
  void execute(Packet packet) {
    model.view().set(null);
    model.executed().set(null);
    begin(
        packet.cloud(),
        () -> {
          var result = executed(packet);
          window.execute(() -> model.executed().set(result));
          say(
              Texts.of(
                  "packet.ended",
                  packet.digest(),
                  Texts.of("outcome." + Texts.word(result.outcome()))));
        });
  }

  private PacketExecution.Result executed(Packet packet) {
    var place = clouds.place(packet.cloud());
    say(Texts.of("run.opening." + Texts.word(place)));
    try {
      var opened = clouds.open(place, packet.plan(), packet.run());
      try (var resources = opened.resources()) {
        tell(opened);
        return new PacketExecution(packet, opened.cloud(), operator, clock).run(new Saying());
      }
    } catch (Exception e) {
      var why = Teller.words(e) + " [" + ErrorCode.log("packet", e) + "]";
      return new PacketExecution.Result(List.of(), List.of(Problem.said(why)));
    }
  }

  /**
   * Notes what the operator says about a cell; it is done when the run is resumed.
   *
   * @param noted what to say then
   */
  void decide(String run, String cloud, Decision decision, String noted) {
    goOn(
        run,
        cloud,
        engine -> {
          var decided = engine.decide(List.of(decision));
          if (decided.succeeded()) {
            say(noted);
          } else {
            teller.fail(new Failure(decided.text(), ""));
          }
        });
  }

  /** Asks the run to end soon; an open question is declined. */
  void stop() {
    operator.stop();
    var now = engine;
    if (now != null) {
      now.stop();
    }
    answer(Set.of());
  }

  /** Answers the open question; an empty set declines. */
  void answer(Set<String> typed) {
    operator.answer(typed);
  }

  /** Stops, and lets the threads end. */
  @Override
  public void close() {
    closed = true;
    stop();
    // The program may end before a sandbox is filled: a journal without entries leaves nothing.
    var unbegun = opening;
    if (unbegun != null) {
      unbegun.close();
    }
    lane.close();
    asking.close();
    inspections.close();
    cancelling.close();
  }

  private void goOn(String run, String cloud, EngineWork work) {
    begin(
        cloud,
        () -> {
          // A journal of 9,300 cells takes seconds to be read, and others to be folded.
          say(Texts.of("files.reading", run));
          with(run, Optional.empty(), clouds.place(cloud), work);
        });
  }

  /** What is said until it is opened, at closing above all, is of the cloud that was chosen. */
  private void begin(String chosen, Teller.Work work) {
    operator.begin();
    model.cloud().set(chosen);
    model.running().set(true);
    model.outcome().set(null);
    model.failure().set(Failure.NONE);
    model.reading().set(LastReading.NONE);
    model.notice().set("");
    model.said().set(null);
    model.waiting().set("");
    lane.execute(
        () -> {
          teller.guard("run", work);
          engine = null;
          cloud = null;
          operator.end();
          files.look();
          window.execute(
              () -> {
                model.running().set(false);
                model.waiting().set("");
              });
        });
  }

  /**
   * Opens a run and its cloud.
   *
   * @param fresh the plan of one that is to begin; empty for one that goes on
   */
  private void with(String run, Optional<Plan> fresh, Clouds.Place place, EngineWork work)
      throws Exception {
    // First: who has the run open elsewhere also has its cloud, and what it says would hide that.
    try (var journal = opened(run, fresh.isEmpty())) {
      var held = fresh.isPresent() ? fresh.get() : begun(journal, place).plan();
      say(Texts.of("run.opening." + Texts.word(place)));
      opening = journal.entries().isEmpty() ? journal : null;
      var opened = clouds.open(place, held, run);
      opening = null;
      try (var resources = opened.resources()) {
        tell(opened);
        with(run, held, opened.cloud(), journal, work);
      }
    }
  }

  /** Opens a journal, and shows the run as it tells it; also one that another console has open. */
  private Journal opened(String run, boolean goesOn) throws IOException {
    var folder = files.runs().resolve(run);
    if (!goesOn) {
      return Journal.open(folder);
    }
    var file = folder.resolve(Journal.FILE);
    if (!Files.exists(file) || Files.size(file) == 0) {
      // Opened, it would be made, or taken for one that may be removed.
      show(Journal.read(folder));
    }
    Journal journal;
    try {
      journal = Journal.open(folder);
    } catch (JournalException e) {
      show(Journal.read(folder));
      throw e;
    }
    try {
      show(journal.entries());
      return journal;
    } catch (RuntimeException e) {
      journal.close();
      throw e;
    }
  }

  private void show(List<Entry> entries) {
    var view = RunView.of(entries);
    window.execute(() -> model.view().set(view));
  }

  /**
   * A run that was begun before; one on a sandbox that is served elsewhere finds none of what it
   * made in a new one of this console's own.
   */
  private RunView begun(Journal journal, Clouds.Place place) {
    var view = RunView.begun(journal.entries());
    var address = view.site().address();
    if (place == Clouds.Place.SANDBOX && !address.isEmpty() && clouds.address().isEmpty()) {
      throw new JournalException(
          JournalException.Kind.ELSEWHERE,
          Texts.of("run.elsewhere", view.opened().run(), address),
          Texts.of("run.elsewhere.do", address),
          null);
    }
    return view;
  }

  private void with(String run, Plan plan, Cloud opened, Journal journal, EngineWork work) {
    cloud = opened;
    engine = new Engine(run, plan, opened, journal, around(run));
    if (operator.hasStopped()) {
      engine.stop();
    }
    work.run(engine);
  }

  /** Tells where is acted, and by whom, before anything is. */
  private void tell(Clouds.Opened opened) {
    var who = Texts.of("where.who", System.getProperty("user.name", ""), LockHolder.machine());
    window.execute(
        () -> {
          model.cloud().set(opened.cloud().description());
          model.account().set(opened.account());
          model.who().set(who);
        });
  }

  /** Where a run acts, in words: by where it was begun, and as who is asked now. */
  String where(RunView view) {
    var site = view.site();
    var project = view.plan().targetProject();
    return switch (clouds.place(view.opened().cloud())) {
      case SANDBOX ->
          site.isOwn()
              ? Texts.of("where.rehearsal")
              : clouds
                  .address()
                  .or(() -> Optional.of(site.address()).filter(address -> !address.isEmpty()))
                  .map(address -> Texts.of("where.sandbox", address))
                  .orElse(Texts.of("where.rehearsal"));
      case GOOGLE ->
          google(project, model.account().get().isEmpty() ? site.account() : model.account().get());
    };
  }

  /** Where a packet acts, in words, by the description that it keeps. */
  String where(String description, String project) {
    return where(clouds.place(description), project);
  }

  /** Where a plan would act, in words. */
  String where(Clouds.Place place, String project) {
    return switch (place) {
      case SANDBOX ->
          clouds
              .address()
              .map(address -> Texts.of("where.sandbox", address))
              .orElse(Texts.of("where.rehearsal"));
      case GOOGLE -> google(project, model.account().get());
    };
  }

  private static String google(String project, String account) {
    return account.isEmpty()
        ? Texts.of("where.google", project)
        : Texts.of("where.google.as", project, account);
  }

  /** What becomes of a run under way, and of its cloud, when the window is closed. */
  String closing() {
    if (!CloudKind.isSandbox(model.cloud().get())) {
      return Texts.of("close.google");
    }
    return clouds
        .address()
        .map(address -> Texts.of("close.served", address))
        .orElse(Texts.of("close.sandbox"));
  }

  /** A place of the list of clouds, in words. */
  String named(Clouds.Place place) {
    return place == Clouds.Place.SANDBOX && clouds.address().isPresent()
        ? Texts.of("where.sandbox", clouds.address().get())
        : Texts.of("place." + Texts.word(place));
  }

  private void begin(String run, Engine engine) {
    // Race: a sandbox that is filled when the window is closed already.
    if (!closed) {
      finish(run, engine, null);
    }
  }

  private void finish(String run, Engine engine, StageKind from) {
    var outcome = engine.run(from);
    window.execute(
        () -> {
          model.outcome().set(outcome);
          model.say(Texts.of("run.ended", run, Texts.of("outcome." + ended(outcome))));
        });
  }

  /** Whoever handed it over waits, and has stopped nothing. */
  private String ended(Outcome outcome) {
    var view = model.view().get();
    return view != null && view.state(Role.LANDS) == State.HANDED_OVER
        ? Texts.word(State.HANDED_OVER)
        : Texts.word(outcome);
  }

  private Engine.Surroundings around(String run) {
    return new Engine.Surroundings(
            version(),
            clock,
            sleeper,
            operator,
            new Posting(),
            view -> Format.writeAll(view, files.runs().resolve(run)),
            TargetRule.DEFAULT)
        .by(KeptRates.besides(files.runs()));
  }

  private void say(String text) {
    teller.say(text);
  }

  private static String version() {
    var version = RunService.class.getPackage().getImplementationVersion();
    return version == null ? "unpackaged" : version;
  }

  private interface EngineWork {
    void run(Engine engine);
  }

  /** Posts the newest view; views that the window had no time for are skipped. */
  private final class Posting implements RunListener {
    @Override
    public void changed(RunView view) {
      if (newest.getAndSet(view) == null) {
        window.execute(() -> model.view().set(newest.getAndSet(null)));
      }
    }

    @Override
    public void answered(StageKind stage, boolean yes) {
      var now = clock.instant();
      window.execute(() -> model.reading().set(model.reading().get().then(now, yes)));
    }

    @Override
    public void said(StageKind stage, String text) {
      window.execute(() -> model.say(stage, text));
    }

    @Override
    public void waits(StageKind stage, String text) {
      window.execute(() -> model.waits(stage, text));
    }

    @Override
    public void goesOn(StageKind stage) {
      window.execute(() -> model.waiting().set(""));
    }
  }

  private final class Saying implements Progress {
    @Override
    public void say(String text) {
      RunService.this.say(text);
    }

    @Override
    public boolean stopped() {
      return operator.hasStopped();
    }
  }
}
