package dev.backfill.cli;

import dev.backfill.cloud.Cloud;
import dev.backfill.cloud.Site;
import dev.backfill.google.CloudProfile;
import dev.backfill.google.GoogleCloud;
import dev.backfill.google.PipelineSubmission;
import dev.backfill.journal.JournalException;
import dev.backfill.plan.Plan;
import dev.backfill.sandbox.Sandbox;
import dev.backfill.sandbox.seed.GeneratedDocuments;
import dev.backfill.sandbox.seed.Generator;
import dev.backfill.sandbox.seed.SeedArchive;
import dev.backfill.settings.Folders;
import dev.backfill.ui.Clouds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The window's clouds: Google's services, or a sandbox in the user's data folder. */
public final class ConsoleClouds implements Clouds {
  // Where a sandbox has its schemas when the plan does not say.
  private static final String SCHEMAS =
      "gs://moz-fx-data-prod-dataflow/schemas/202004150152_0d9902a.tar.gz";

  private static final long SEED = 1;
  private static final int DOCUMENTS = 500;
  private static final double DUPLICATES = 0.05;

  private final Folders folders;
  private final int documents;

  /** Makes the clouds that the window finds. */
  public ConsoleClouds() {
    this(Folders.ofUser(), DOCUMENTS);
  }

  /** The same with sandboxes and runs elsewhere, and so many documents of each cell. */
  public ConsoleClouds(Folders folders, int documents) {
    this.folders = folders;
    this.documents = documents;
  }

  @Override
  public Clouds withSandboxAt(String endpoint) {
    return new Served(endpoint, folders);
  }

  /** Google, and one sandbox for all that is served elsewhere. */
  private record Served(String endpoint, Folders folders) implements Clouds {
    @Override
    public Opened open(Place place, Plan plan) {
      return switch (place) {
        case GOOGLE -> google(plan);
        case SANDBOX ->
            new Opened(
                connect(CloudProfile.sandbox(endpoint), plan)
                    .at(SandboxSite.of(endpoint, plan.targetProject())),
                () -> {});
      };
    }

    /** A run that has a sandbox of this console's own was begun there, and goes on there. */
    @Override
    public Opened open(Place place, Plan plan, String run) {
      if (place == Place.SANDBOX && Files.isDirectory(own(run))) {
        throw new JournalException(
            JournalException.Kind.ELSEWHERE,
            "Run "
                + run
                + " was started on this console's own sandbox, and this window works on the one at "
                + endpoint
                + ".",
            "Start the window without --endpoint, then resume the run.",
            null);
      }
      return open(place, plan);
    }

    @Override
    public Opened look(Place place, Plan plan, String run) throws IOException {
      return place == Place.SANDBOX && Files.isDirectory(own(run))
          ? rested(plan, run, own(run))
          : open(place, plan);
    }

    private Path own(String run) {
      return folders.sandboxes().resolve(run);
    }

    @Override
    public void check(Place place, Plan plan) {
      checkCredentials(place, plan);
    }

    @Override
    public Optional<String> address() {
      return Optional.of(endpoint);
    }
  }

  private static Opened google(Plan plan) {
    var profile = CloudProfile.production().as(plan);
    var who = profile.identity();
    var account = who.account().orElse(who.kind());
    return new Opened(connect(profile, plan).at(Site.google(account)), () -> {}, account);
  }

  private static void checkCredentials(Place place, Plan plan) {
    if (place == Place.GOOGLE) {
      CloudProfile.production().as(plan).identity();
    }
  }

  @Override
  public void check(Place place, Plan plan) {
    checkCredentials(place, plan);
  }

  @Override
  public Opened open(Place place, Plan plan) throws IOException {
    return switch (place) {
      case GOOGLE -> google(plan);
      case SANDBOX -> forQuestions(plan);
    };
  }

  private Opened forQuestions(Plan plan) throws IOException {
    var folder = Files.createTempDirectory("backfill-sandbox");
    try {
      var opened = sandbox(plan, folder);
      return new Opened(
          opened.cloud(),
          () -> {
            opened.resources().close();
            remove(folder);
          });
    } catch (IOException | RuntimeException e) {
      try {
        remove(folder);
      } catch (IOException left) {
        e.addSuppressed(left);
      }
      throw e;
    }
  }

  private static void remove(Path folder) throws IOException {
    Sandbox.remove(folder);
    Files.delete(folder);
  }

  @Override
  public Opened open(Place place, Plan plan, String run) throws IOException {
    if (place == Place.GOOGLE) {
      return open(place, plan);
    }
    new OldSandboxes(folders).remove();
    return sandbox(plan, folders.sandboxes().resolve(run));
  }

  @Override
  public Opened look(Place place, Plan plan, String run) throws IOException {
    return place == Place.GOOGLE
        ? open(place, plan)
        : rested(plan, run, folders.sandboxes().resolve(run));
  }

  /** A sandbox as its run left it; nothing is filled, and no other one is deleted. */
  static Opened rested(Plan plan, String run, Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IllegalStateException(
          "The sandbox of run "
              + run
              + " no longer exists: rehearsals that are over are deleted when the next one"
              + " begins. What the run counted stands in its checks and in its report.");
    }
    var sandbox = Sandbox.start(folder, 0);
    try {
      return new Opened(own(sandbox, plan), sandbox);
    } catch (RuntimeException e) {
      sandbox.close();
      throw e;
    }
  }

  private Opened sandbox(Plan plan, Path folder) throws IOException {
    var sandbox = Sandbox.start(folder, 0);
    try {
      sandbox.fill(
          plan.sourceProject(),
          new GeneratedDocuments(
              new Generator(SEED, DUPLICATES), plan.documents(), plan.days().list(), documents),
          SeedArchive.of(Optional.empty()),
          plan.schemas().orElse(SCHEMAS),
          FillOptions.state(plan.playbook()));
      return new Opened(own(sandbox, plan), sandbox);
    } catch (IOException | RuntimeException e) {
      sandbox.close();
      throw e;
    }
  }

  private static Cloud own(Sandbox sandbox, Plan plan) {
    return connect(CloudProfile.sandbox(sandbox.endpoint()), plan).at(Site.own(sandbox.id()));
  }

  private static Cloud connect(CloudProfile profile, Plan plan) {
    return GoogleCloud.connect(
        profile, plan, new PipelineSubmission(profile.as(plan), Folders.ofUser().bundles()));
  }
}
