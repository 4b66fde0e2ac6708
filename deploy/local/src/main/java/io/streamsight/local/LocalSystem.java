package io.streamsight.local;

import io.streamsight.cli.CommandFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Broker and services as processes of this machine, from start to stop.
 *
 * <p>However this process ends, they end with it: on {@link #close}, by a shutdown hook on Ctrl-C
 * and SIGTERM, and by the end of their standard input ({@link Guarded}) on kill -9. Safe for use by
 * several threads.
 */
public final class LocalSystem implements AutoCloseable {
  /** DJL unpacks its libraries at the first start ever. */
  private static final Duration START_LIMIT = Duration.ofSeconds(120);

  private static final Duration GRACE = Duration.ofSeconds(20);

  /**
   * A start that fails at its last moment, and the stop after it: broker and three services have
   * the limit each, and the broker stops when the others have.
   */
  static final Duration LONGEST_TURN = START_LIMIT.multipliedBy(4).plus(GRACE.multipliedBy(2));

  private static final List<String> DATA = List.of("kafka", "logs", "trainer-cache", "imports");

  private final LocalSettings settings;
  private final Consumer<String> says;
  private final Supplier<List<Launch>> services;
  private final Instant startedAt = Instant.now();
  private final Thread hook = new Thread(this::close, "stop-system");
  private final List<ServiceProcess> processes = new ArrayList<>();
  private final CompletableFuture<ServiceProcess> died = new CompletableFuture<>();
  private final Object closing = new Object();
  private FolderLock lock;
  private volatile boolean stopping;

  /**
   * @param says takes one line for each thing that happens
   */
  public LocalSystem(LocalSettings settings, Consumer<String> says) {
    this(
        settings,
        says,
        () ->
            List.of(Launch.ingest(settings), Launch.trainer(settings), Launch.inference(settings)));
  }

  private LocalSystem(
      LocalSettings settings, Consumer<String> says, Supplier<List<Launch>> services) {
    this.settings = settings;
    this.says = says;
    this.services = services;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** What the ingest service's Java is started with, for whoever compares with it. */
  public static List<String> ingestHeap() {
    return Launch.INGEST_HEAP;
  }

  /** The same of the inference service. */
  public static List<String> inferenceFlags() {
    return Launch.INFERENCE_FLAGS;
  }

  /** What the trainer's Java is started with, for whoever measures training. */
  public static List<String> trainerFlags(LocalSettings settings) {
    return Launch.trainerFlags(settings);
  }

  /** What decides how fast the trainer computes, in its environment. */
  public static Map<String, String> trainerEnvironment() {
    return Launch.trainerEnvironment();
  }

  /** The broker alone. */
  public static LocalSystem ofBroker(LocalSettings settings, Consumer<String> says) {
    return new LocalSystem(settings, says, List::of);
  }

  /**
   * Broker and ingest service alone.
   *
   * @param environment of the service, beside what it needs to run here
   */
  public static LocalSystem ofIngest(
      LocalSettings settings, Map<String, String> environment, Consumer<String> says) {
    return new LocalSystem(
        settings, says, () -> List.of(Launch.ingest(settings).with(environment)));
  }

  /**
   * Broker and inference service alone.
   *
   * @param environment of the service, beside what it needs to run here
   */
  public static LocalSystem ofInference(
      LocalSettings settings, Map<String, String> environment, Consumer<String> says) {
    return new LocalSystem(
        settings, says, () -> List.of(Launch.inference(settings).with(environment)));
  }

  /**
   * Starts everything and returns when it is live.
   *
   * @param fresh whether to begin without the data of an earlier system in this folder
   * @throws CommandFailedException with what is wrong: folder in use, disk full, port taken, a
   *     process that ended
   */
  public void start(boolean fresh) throws IOException, InterruptedException {
    lock = FolderLock.take(settings.dataFolder());
    if (fresh) {
      DATA.forEach(name -> Folders.delete(settings.dataFolder().resolve(name)));
    }
    Folders.requireSpace(settings.dataFolder());
    Files.createDirectories(settings.nativeCache());
    List<Launch> wanted = services.get();
    Launch broker = Launch.broker(settings);
    requirePort(broker);
    wanted.forEach(LocalSystem::requirePort);

    var health = new Health(START_LIMIT);
    says.accept("Starting Kafka in %s".formatted(settings.dataFolder().resolve("kafka")));
    ServiceProcess kafka = launch(broker);
    health.awaitBroker(kafka, settings.bootstrapServers());
    says.accept(
        "Kafka is ready on %s (pid %d)".formatted(settings.bootstrapServers(), kafka.pid()));
    List<ServiceProcess> launched = new ArrayList<>();
    for (Launch service : wanted) {
      launched.add(launch(service));
    }
    for (ServiceProcess service : launched) {
      health.awaitLive(service);
      says.accept(
          "%s is live on http://%s:%d (pid %d)"
              .formatted(service.name(), Ports.LOOPBACK, service.port(), service.pid()));
    }
    record(true);
  }

  public LocalSettings settings() {
    return settings;
  }

  /** Of the process that serves {@code name}: broker, ingest, trainer or inference. */
  public synchronized long pid(String name) {
    return processes.stream()
        .filter(process -> process.name().equals(name) && process.alive())
        .mapToLong(ServiceProcess::pid)
        .findFirst()
        .orElseThrow(() -> new CommandFailedException("The %s does not run".formatted(name)));
  }

  /** Interrupts {@code waiting} when a process of the system ends that nobody stopped. */
  public void interruptOnDeath(Thread waiting) {
    died.thenAccept(process -> waiting.interrupt());
  }

  /**
   * What there is to say of the first process that ended by itself; empty if none does within the
   * time. Doesn't heed interruption, which may be the news of it.
   */
  public Optional<CommandFailedException> deathWithin(Duration limit) {
    return Optional.ofNullable(
            died.copy().completeOnTimeout(null, limit.toMillis(), TimeUnit.MILLISECONDS).join())
        .map(ServiceProcess::death);
  }

  /** Blocks until a process ends by itself; returns what there is to say about it. */
  public CommandFailedException awaitDeath() {
    return died.join().death();
  }

  /** Whether the system is being stopped, or has been. */
  public boolean stopping() {
    return stopping;
  }

  /**
   * Stops the services and the workers that were started beside them, then the broker. Returns when
   * no process is left.
   */
  @Override
  public void close() {
    synchronized (closing) {
      List<ServiceProcess> running;
      synchronized (this) {
        stopping = true;
        running = new ArrayList<>(processes);
        processes.clear();
      }
      if (!running.isEmpty()) {
        says.accept("Stopping");
        // Before the workers are looked for: one that starts just now sees it, or is seen.
        tellStopping(running);
        ServiceProcess broker = running.remove(0);
        Stream<ProcessHandle> workers =
            LocalWorker.of(settings.dataFolder()).stream()
                .flatMap(worker -> ProcessHandle.of(worker.pid()).stream());
        // All need the broker to say goodbye, and don't need each other.
        ServiceProcess.stop(
            Stream.concat(running.stream().map(ServiceProcess::handle), workers).toList(), GRACE);
        broker.stop(GRACE);
        says.accept("Stopped");
      }
      release();
    }
    if (Thread.currentThread() != hook) {
      removeHook();
    }
  }

  private void removeHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is shutting down: the hook runs and finds nothing to do.
    }
  }

  private void release() {
    if (lock == null) {
      return;
    }
    try {
      SystemState.delete(settings.dataFolder());
      Files.deleteIfExists(runningMark());
      lock.close();
      lock = null;
    } catch (IOException e) {
      says.accept("The data folder could not be released: " + e);
    }
  }

  private synchronized ServiceProcess launch(Launch launch) throws IOException {
    if (stopping) {
      throw new CommandFailedException("Stopped while starting");
    }
    ServiceProcess process = ServiceProcess.start(launch, settings.logs());
    processes.add(process);
    process.onExit().thenAccept(this::ended);
    record(false);
    return process;
  }

  private void ended(ServiceProcess process) {
    if (!stopping) {
      died.complete(process);
    }
  }

  private synchronized void record(boolean live) throws IOException {
    if (stopping) {
      return;
    }
    // The launcher doesn't build anew under a system that runs from the build.
    Files.createDirectories(runningMark().getParent());
    Files.write(runningMark(), new byte[0]);
    write(processes, live);
  }

  private void tellStopping(List<ServiceProcess> running) {
    try {
      write(running, false);
    } catch (IOException e) {
      says.accept("It can't be told that the system stops: " + e);
    }
  }

  private void write(List<ServiceProcess> running, boolean live) throws IOException {
    List<SystemState.Service> services =
        running.stream().map(p -> new SystemState.Service(p.name(), p.pid(), p.port())).toList();
    new SystemState(ProcessHandle.current().pid(), startedAt, live, services)
        .write(settings.dataFolder());
  }

  private Path runningMark() {
    return settings
        .home()
        .resolve(".streamsight/running")
        .resolve(String.valueOf(ProcessHandle.current().pid()));
  }

  private static void requirePort(Launch launch) {
    try {
      Ports.requireFree(launch.port());
    } catch (PortTakenException e) {
      throw new CommandFailedException(
          "Port %d is taken, and the %s needs it. Stop what listens there (./streamsight down, if it is ours), or choose another with %s."
              .formatted(launch.port(), launch.title(), launch.portOption()),
          e);
    }
  }
}
