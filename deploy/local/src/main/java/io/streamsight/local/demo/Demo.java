package io.streamsight.local.demo;

import io.streamsight.cli.CommandFailedException;
import io.streamsight.cli.ModelSummary;
import io.streamsight.cli.ServedModel;
import io.streamsight.cli.StreamsightClient;
import io.streamsight.cli.Token;
import io.streamsight.cli.training.RunStatus;
import io.streamsight.cli.training.RunWatch;
import io.streamsight.contract.dataset.Split;
import io.streamsight.contract.run.TrainingRequest;
import io.streamsight.local.LocalSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The whole loop on a local system: publish, train, take the model in mid-run, classify a stream.
 *
 * <p>Neither starts nor stops the system; see {@link #run}.
 */
public final class Demo {
  static final String MODEL = "pets";
  static final String DATASET = "demo";

  private static final int BATCH_SIZE = 32;
  private static final Duration SERVE_LIMIT = Duration.ofSeconds(60);
  private static final Duration DEATH_NEWS = Duration.ofSeconds(2);

  private final DemoSettings settings;
  private final Consumer<String> says;
  private final PictureSet pictures;

  /**
   * @param says takes one line for each thing that happens
   * @throws CommandFailedException if the folder of photos can't be used
   */
  public Demo(DemoSettings settings, Consumer<String> says) throws IOException {
    this.settings = settings;
    this.says = says;
    Path data = settings.data();
    this.pictures =
        data == null
            ? DrawnSet.of(settings.seed(), settings.images(), StreamRun.IMAGES)
            : PhotoFolder.read(data, settings.images());
  }

  /**
   * Runs the loop on a system that is live.
   *
   * @throws CommandFailedException with the reason if a step fails or a process of the system ends
   */
  public DemoReport run(LocalSystem system) throws IOException, InterruptedException {
    system.interruptOnDeath(Thread.currentThread());
    try {
      return loop(system);
    } catch (Exception e) {
      // A dead service shows first as one that doesn't answer: tell the cause.
      var death = system.deathWithin(DEATH_NEWS);
      if (death.isPresent()) {
        Thread.interrupted();
        throw death.get();
      }
      throw e;
    }
  }

  private DemoReport loop(LocalSystem system) throws IOException, InterruptedException {
    long began = System.nanoTime();
    var client = new StreamsightClient(system.settings().urls(), Token.ofEnvironment());
    long servingPid = system.pid("inference");

    says.accept(
        "Publishing %d images: %d to train, %d to validate, %d to test"
            .formatted(
                pictures.size(), size(Split.TRAIN), size(Split.VALIDATION), size(Split.TEST)));
    Publishing.Result publishing = new Publishing(client, DATASET).publish(pictures);
    publishing.refusals().values().stream().limit(3).forEach(says);
    boolean servedNothing = client.served().stream().noneMatch(m -> m.name().equals(MODEL));

    long trainingBegan = System.nanoTime();
    RunStatus run = train(client);
    double trainSeconds = seconds(trainingBegan);
    ModelSummary.Version version = version(client, run);
    awaitServed(client, version.version());
    boolean swapped = servedNothing && system.pid("inference") == servingPid;
    says.accept(
        "The inference service (pid %d) serves %s version %d"
            .formatted(servingPid, MODEL, version.version()));

    StreamRun stream =
        StreamRun.on(
            system.settings().bootstrapServers(), pictures.without(publishing.refusals().keySet()));
    return new DemoReport(
        MODEL,
        DATASET,
        settings.size(),
        settings.seed(),
        publishing.published(),
        publishing.refusals().size(),
        publishing.indexed().images(Split.TRAIN.text()),
        publishing.indexed().images(Split.VALIDATION.text()),
        publishing.indexed().images(Split.TEST.text()),
        settings.epochs(),
        version.parameters(),
        version.metric("validationAccuracy"),
        version.metric("testAccuracy"),
        version.metric("parityMaxAbsDiff"),
        version.version(),
        stream.requested(),
        stream.classified(),
        stream.duplicates(),
        stream.deadLettered(),
        stream.brokenReason(),
        stream.accuracy(),
        stream.backlog().perSecond(),
        stream.paced().latency(0.50).toNanos() / 1e6,
        stream.paced().latency(0.99).toNanos() / 1e6,
        swapped,
        trainSeconds,
        seconds(began));
  }

  private RunStatus train(StreamsightClient client) throws InterruptedException {
    var request =
        TrainingRequest.of(MODEL, DATASET)
            .withRecipe("quick", null)
            .withScale(settings.size(), settings.epochs(), BATCH_SIZE)
            .withSeed(settings.seed());
    String runId = client.training().request(request, "demo");
    says.accept(
        "Training the mini Xception at %d px for %d epochs: run %s"
            .formatted(settings.size(), settings.epochs(), runId));
    return new RunWatch(client.training(), System.out).follow(runId).requireSuccess();
  }

  private static ModelSummary.Version version(StreamsightClient client, RunStatus run)
      throws InterruptedException {
    return client.model(MODEL).versions().stream()
        .filter(version -> run.runId().equals(version.runId()))
        .findFirst()
        .orElseThrow(
            () ->
                new CommandFailedException(
                    "Run %s has succeeded, but the registry has no version of it"
                        .formatted(run.runId())));
  }

  private static void awaitServed(StreamsightClient client, int version)
      throws InterruptedException {
    var patience =
        new Patience(
            SERVE_LIMIT,
            "The inference service does not serve version %d (see inference.log in the logs)"
                .formatted(version));
    while (client.served().stream().noneMatch(served -> isVersion(served, version))) {
      patience.check(version);
      Thread.sleep(200);
    }
  }

  private static boolean isVersion(ServedModel served, int version) {
    return served.name().equals(MODEL) && served.version() == version;
  }

  private int size(Split split) {
    return pictures.splits().get(split).size();
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }
}
