package io.streamsight.local;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The process in the background that {@code up} leaves: runs the system until it is stopped. */
@Command(name = "supervise", hidden = true, mixinStandardHelpOptions = true)
final class SuperviseCommand implements Callable<Integer> {
  @Mixin private LocalOptions local;

  @Override
  public Integer call() throws Exception {
    try (var system = new LocalSystem(local.settings("local"), System.out::println)) {
      system.start(false);
      throw system.awaitDeath();
    }
  }
}
