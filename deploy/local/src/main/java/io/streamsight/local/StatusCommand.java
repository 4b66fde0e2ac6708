package io.streamsight.local;

import io.streamsight.cli.CommandFailedException;
import io.streamsight.cli.Printable;
import io.streamsight.cli.ServedModel;
import io.streamsight.cli.ServiceUrls;
import io.streamsight.cli.StreamsightClient;
import io.streamsight.cli.Table;
import io.streamsight.cli.Times;
import io.streamsight.cli.Token;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "status",
    description = "Show the local system. Exit code 1 if none runs.",
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
  /** How a line begins that says what a command failed of. */
  private static final String FAILURE = "streamsight: ";

  @Option(
      names = "--data-folder",
      paramLabel = "DIR",
      description = "Of the system. Default: .streamsight/local and .streamsight/demo")
  private Path dataFolder;

  @Override
  public Integer call() throws InterruptedException {
    int shown = 0;
    List<Path> folders =
        Stream.of("local", "demo")
            .map(name -> LocalOptions.dataFolder(dataFolder, name))
            .distinct()
            .toList();
    for (Path folder : folders) {
      Optional<SystemState> state = SystemState.read(folder);
      if (state.isPresent()) {
        show(folder, state.get());
        shown++;
      }
    }
    if (shown == 0) {
      folders.forEach(StatusCommand::showEnd);
      System.out.println("Nothing runs. Start a system with ./streamsight up or demo.");
    }
    return shown == 0 ? 1 : 0;
  }

  /** What the last system that was started with {@code up} in the folder failed of, if it did. */
  private static void showEnd(Path folder) {
    Path log = folder.resolve("logs").resolve(UpCommand.LOG);
    if (!Files.isRegularFile(log)) {
      return;
    }
    try {
      List<String> lines = Files.readAllLines(log);
      int failure = lines.size() - 1;
      while (failure >= 0 && !lines.get(failure).startsWith(FAILURE)) {
        failure--;
      }
      if (failure >= 0) {
        System.out.printf(
            "The last system in %s, at %s: %s%n",
            folder,
            Times.text(Files.getLastModifiedTime(log).toInstant()),
            lines.subList(failure, lines.size()).stream()
                .map(Printable::text)
                .collect(Collectors.joining(System.lineSeparator()))
                .substring(FAILURE.length()));
      }
    } catch (IOException e) {
      System.out.printf("%s can't be read (%s)%n", log, e);
    }
  }

  private static void show(Path folder, SystemState state) throws InterruptedException {
    var health = new Health(Duration.ofSeconds(2));
    Duration uptime = Duration.between(state.startedAt(), Instant.now());
    System.out.printf("%s, pid %d, up for %s%n", folder, state.pid(), text(uptime));
    var table = new Table("process", "pid", "port", "state", "serves");
    var idle = new ArrayList<String>();
    for (SystemState.Service service : state.services()) {
      switch (service.name()) {
        case "broker" -> row(table, service, brokerState(service), "");
        case "inference" -> row(table, service, httpState(service, health), served(service));
        case "trainer" ->
            row(table, service, httpState(service, health), runs(service, health, idle));
        default -> row(table, service, httpState(service, health), "");
      }
    }
    for (LocalWorker w : LocalWorker.of(folder)) {
      var worker = new SystemState.Service(LocalWorker.name(w.port()), w.pid(), w.port());
      row(table, worker, httpState(worker, health), runs(worker, health, idle));
    }
    System.out.println(table);
    idle.forEach(line -> System.out.println(Printable.text(line)));
  }

  private static void row(Table table, SystemState.Service process, String state, String serves) {
    table.row(process.name(), process.pid(), process.port(), state, serves);
  }

  /**
   * @param idle gets a line if it takes none, with the reason
   */
  private static String runs(SystemState.Service trainer, Health health, List<String> idle)
      throws InterruptedException {
    Optional<Health.Worker> worker = health.worker(trainer.port());
    if (worker.isEmpty()) {
      return "";
    }
    String unavailable = worker.get().unavailable();
    if (unavailable == null) {
      return "runs, on " + worker.get().device();
    }
    idle.add("%s takes no run: %s".formatted(trainer.name(), unavailable));
    return "no runs";
  }

  private static String brokerState(SystemState.Service broker) {
    return ProcessHandle.of(broker.pid()).isPresent() ? "running" : "ended";
  }

  private static String httpState(SystemState.Service service, Health health)
      throws InterruptedException {
    if (ProcessHandle.of(service.pid()).isEmpty()) {
      return "ended";
    }
    if (!health.up(service.port(), "live")) {
      return "not live";
    }
    return health.up(service.port(), "ready") ? "ready" : "live, not ready";
  }

  private static String served(SystemState.Service inference) throws InterruptedException {
    try {
      var client =
          new StreamsightClient(ServiceUrls.local(1, 1, inference.port()), Token.ofEnvironment());
      String models =
          client.served().stream()
              .map((ServedModel m) -> "%s v%d (%s)".formatted(m.name(), m.version(), m.device()))
              .collect(Collectors.joining(", "));
      return models.isEmpty() ? "no model yet" : models;
    } catch (CommandFailedException e) {
      return "?";
    }
  }

  private static String text(Duration time) {
    return time.toHours() > 0
        ? "%d h %d min".formatted(time.toHours(), time.toMinutesPart())
        : "%d min %d s".formatted(time.toMinutes(), time.toSecondsPart());
  }
}
