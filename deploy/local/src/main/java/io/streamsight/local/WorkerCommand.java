package io.streamsight.local;

import io.streamsight.cli.CommandFailedException;
import io.streamsight.cli.Printable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Another trainer process on the queue of a system that runs. */
@Command(
    name = "worker",
    description =
        "Take training runs of the running local system, beside its trainer. Ctrl-C gives the"
            + " current run back.",
    mixinStandardHelpOptions = true)
final class WorkerCommand implements Callable<Integer> {
  private static final Duration GRACE = Duration.ofSeconds(20);
  private static final Duration INTERVAL = Duration.ofMillis(500);

  /** As a shell says it: 128 and the number of SIGTERM. */
  private static final int TERMINATED = 143;

  /** A system, and where it runs. */
  private record Found(Path folder, SystemState state) {}

  @Option(
      names = "--once",
      description =
          "Take one run and exit: 0 when it has ended, whatever came of it, or when there is none;"
              + " 1 when somebody else must go on with it, or this machine can't train.")
  private boolean once;

  @Option(
      names = "--data-folder",
      paramLabel = "DIR",
      description = "Of the system. Default: .streamsight/local, else .streamsight/demo")
  private Path dataFolder;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Found system =
        find()
            .orElseThrow(
                () ->
                    new CommandFailedException(
                        "No system runs that a worker could work for. Start one with ./streamsight"
                            + " up."));
    LocalSettings settings = settings(system);
    ServiceProcess worker =
        ServiceProcess.start(
            Launch.trainer(settings)
                .named("worker-" + settings.trainerPort())
                .with(Map.of("STREAMSIGHT_TRAINER_WORKER", once ? "once" : "on")),
            settings.logs());
    new LocalWorker(worker.pid(), worker.port(), Instant.now()).write(system.folder());
    var stop = new Thread(() -> worker.stop(GRACE), "stop-worker");
    Runtime.getRuntime().addShutdownHook(stop);
    // Whoever stops the system stops it first. Without its broker it has nothing to do.
    ProcessHandle.of(system.state().pid())
        .ifPresent(supervisor -> supervisor.onExit().thenRun(() -> worker.stop(GRACE)));
    System.out.printf(
        "A worker runs (pid %d, http://%s:%d), its log is %s.%n",
        worker.pid(), Ports.LOOPBACK, worker.port(), worker.log());
    tellDevice(worker);
    int code = worker.exitCode();
    if (code == TERMINATED) {
      System.out.println(
          "The worker was stopped. A run that it had goes on with the next one: at once, or after"
              + " three minutes where the broker was away.");
    } else if (code == 0) {
      System.out.println("The worker ended with code 0.");
    } else {
      System.err.println("streamsight: " + worker.failure().getMessage());
    }
    return code;
  }

  /** Says what it computes on, or why it takes no run, as soon as it knows. */
  private static void tellDevice(ServiceProcess worker) throws InterruptedException {
    var health = new Health(GRACE);
    Optional<Health.Work> work = Optional.empty();
    while (work.isEmpty() && worker.alive()) {
      Thread.sleep(INTERVAL.toMillis());
      work = health.work(worker.port());
    }
    work.ifPresent(
        w ->
            System.out.println(
                w.unavailable() == null
                    ? "Its runs compute on %s.".formatted(w.device())
                    : "It takes no run: %s.".formatted(Printable.text(w.unavailable()))));
  }

  private Optional<Found> find() {
    return Stream.of("local", "demo")
        .map(name -> LocalOptions.dataFolder(dataFolder, name))
        .flatMap(folder -> SystemState.read(folder).map(state -> new Found(folder, state)).stream())
        .findFirst();
  }

  /** Those of the system, with an HTTP port of its own. */
  private static LocalSettings settings(Found system) throws IOException {
    SystemState state = system.state();
    return new LocalSettings(
        LocalOptions.home(),
        system.folder(),
        state.port("broker"),
        state.port("ingest"),
        Ports.free(),
        state.port("inference"));
  }
}
