package io.streamsight.local;

import io.streamsight.cli.CommandFailedException;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Spec;

@Command(
    name = "up",
    description = {
      "Start a local system in the background; its data stays.",
      "Does nothing where it is up; waits for one that is starting or stopping."
    },
    mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
  /** What the process in the background says, in the folder of the logs. */
  static final String LOG = "system.log";

  @Spec private CommandLine.Model.CommandSpec spec;
  @Mixin private LocalOptions local;

  @Override
  public Integer call() throws IOException, InterruptedException {
    LocalSettings settings = local.settings("local");
    Optional<FolderLock> turn = StartTurn.await(settings.dataFolder());
    if (turn.isPresent()) {
      try (FolderLock held = turn.get()) {
        start(settings);
      }
    }
    return 0;
  }

  private void start(LocalSettings settings) throws IOException, InterruptedException {
    Path log = Files.createDirectories(settings.logs()).resolve(LOG);
    Process supervisor = supervise(log);
    var cancel = new Thread(supervisor::destroy, "cancel-up");
    Runtime.getRuntime().addShutdownHook(cancel);
    awaitLive(settings, supervisor, log);
    Runtime.getRuntime().removeShutdownHook(cancel);
    System.out.printf(
        "The system is up: Kafka on %s, logs in %s. Stop it with ./streamsight down%s.%n",
        settings.bootstrapServers(), settings.logs(), folderOption(settings.dataFolder()));
  }

  /** What other commands need to find it, unless it is where they look. */
  private static String folderOption(Path folder) {
    return folder.equals(LocalOptions.dataFolder(null, "local")) ? "" : " --data-folder " + folder;
  }

  private Process supervise(Path log) throws IOException {
    var command = new ArrayList<String>();
    // Goes on when the terminal is closed.
    command.addAll(List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$0\" \"$@\""));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx128m");
    command.add("-Dstreamsight.home=" + LocalOptions.home());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(LocalMain.class.getName(), "supervise"));
    command.addAll(
        spec.commandLine().getParseResult().originalArgs().stream()
            .filter(argument -> !argument.equals(spec.name()))
            .toList());
    return new ProcessBuilder(command)
        .redirectInput(new File("/dev/null"))
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  /** Passes on what the supervisor says until the system is live. */
  private static void awaitLive(LocalSettings settings, Process supervisor, Path log)
      throws IOException, InterruptedException {
    try (var lines = new RandomAccessFile(log.toFile(), "r")) {
      while (true) {
        boolean alive = supervisor.isAlive();
        boolean live =
            SystemState.read(settings.dataFolder()).filter(SystemState::live).isPresent();
        var bytes = new byte[(int) (lines.length() - lines.getFilePointer())];
        lines.readFully(bytes);
        System.out.print(new String(bytes, StandardCharsets.UTF_8));
        System.out.flush();
        if (!alive) {
          throw new CommandFailedException("The system did not start, for the reason above.");
        }
        if (live) {
          return;
        }
        Thread.sleep(200);
      }
    }
  }
}
