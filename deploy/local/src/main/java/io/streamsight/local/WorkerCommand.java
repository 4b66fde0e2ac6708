package io.streamsight.local;

import io.streamsight.cli.CommandFailedException;
import io.streamsight.cli.Printable;
import java.io.IOException;
import java.io.PrintStream;
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
                        "No system is up that a worker could work for. Start one with ./streamsight"
                            + " up."));
    LocalSettings settings = settings(system);
    ServiceProcess worker =
        ServiceProcess.start(
            Launch.trainer(settings)
                .named(LocalWorker.name(settings.trainerPort()))
                .with(Map.of("STREAMSIGHT_TRAINER_WORKER", once ? "once" : "on")),
            settings.logs());
    Runtime.getRuntime().addShutdownHook(new Thread(() -> worker.stop(GRACE), "stop-worker"));
    var entry = new LocalWorker(worker.pid(), worker.port(), Instant.now());
    try {
      entry.write(system.folder());
      // Whoever stops the system stops it first. Without its broker it has nothing to do.
      ProcessHandle.of(system.state().pid())
          .ifPresent(supervisor -> supervisor.onExit().thenRun(() -> worker.stop(GRACE)));
      if (running(system.folder()).isEmpty()) {
        // Stopped meanwhile, perhaps before the entry was there.
        worker.stop(GRACE);
      }
      System.out.printf(
          "A worker runs (pid %d, http://%s:%d), its log is %s.%n",
          worker.pid(), Ports.LOOPBACK, worker.port(), worker.log());
      tellDevice(worker);
      return ended(worker);
    } catch (IOException e) {
      worker.stop(GRACE);
      throw new CommandFailedException(
          "The worker can't be noted in %s (%s).".formatted(system.folder(), e), e);
    } finally {
      entry.delete(system.folder());
    }
  }

  /** Blocks until it has ended; says how, and returns its exit code. */
  private static int ended(ServiceProcess worker) {
    int code = worker.exitCode();
    if (code == 0) {
      System.out.println("The worker ended with code 0.");
      return 0;
    }
    boolean stopped = code == TERMINATED;
    PrintStream to = stopped ? System.out : System.err;
    to.println(stopped ? "The worker was stopped." : "streamsight: " + worker.death().getMessage());
    to.println(
        "A run that it had goes on with the next worker: at once, or after three minutes if it"
            + " could not give it back.");
    return code;
  }

  /** Says what it computes on, or why it takes no run, as soon as it knows. */
  private static void tellDevice(ServiceProcess worker) throws InterruptedException {
    var health = new Health(GRACE);
    Optional<Health.Worker> said = Optional.empty();
    while (said.isEmpty() && worker.alive()) {
      Thread.sleep(INTERVAL.toMillis());
      said = health.worker(worker.port());
    }
    said.ifPresent(
        w ->
            System.out.println(
                w.unavailable() == null
                    ? "Its runs compute on %s.".formatted(w.device())
                    : "It takes no run: " + Printable.text(w.unavailable())));
  }

  private Optional<Found> find() {
    return Stream.of("local", "demo")
        .map(name -> LocalOptions.dataFolder(dataFolder, name))
        .flatMap(folder -> running(folder).map(state -> new Found(folder, state)).stream())
        .findFirst();
  }

  /** One that is up, and is not being stopped. */
  private static Optional<SystemState> running(Path folder) {
    return SystemState.read(folder).filter(SystemState::live);
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
