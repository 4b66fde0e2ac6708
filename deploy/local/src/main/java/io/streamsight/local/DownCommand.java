package io.streamsight.local;

import io.streamsight.cli.CommandFailedException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "down",
    description =
        "Stop the local system that up started, and the workers beside it; its data stays.",
    mixinStandardHelpOptions = true)
final class DownCommand implements Callable<Integer> {
  private static final int LIMIT_SECONDS = 60;

  @Option(
      names = "--data-folder",
      paramLabel = "DIR",
      description = "Of the system. Default: .streamsight/local")
  private Path dataFolder;

  @Override
  public Integer call() throws Exception {
    Path folder = LocalOptions.dataFolder(dataFolder, "local");
    Optional<SystemState> running = SystemState.read(folder);
    if (running.isEmpty()) {
      System.out.printf("Nothing runs in %s.%n", folder);
      return 0;
    }
    long pid = running.get().pid();
    Optional<ProcessHandle> supervisor = ProcessHandle.of(pid);
    supervisor.ifPresent(ProcessHandle::destroy);
    try {
      if (supervisor.isPresent()) {
        supervisor.get().onExit().get(LIMIT_SECONDS, TimeUnit.SECONDS);
      }
    } catch (TimeoutException e) {
      throw new CommandFailedException(
          "The system (pid %d) does not stop. kill -9 %d ends it; its services follow."
              .formatted(pid, pid));
    }
    System.out.printf("Stopped the system in %s.%n", folder);
    return 0;
  }
}
