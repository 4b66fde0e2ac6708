package io.streamsight.cli;

import io.streamsight.contract.classification.Classification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "classify",
    description = "Classify image files with the model that is served right now.",
    mixinStandardHelpOptions = true)
final class ClassifyCommand implements Callable<Integer> {
  @Parameters(arity = "1..*", paramLabel = "FILE", description = "JPEG or PNG files.")
  private List<Path> files;

  @Mixin private ServiceOptions services;

  /** Goes on after a file that can't be classified; one is enough for exit code 1. */
  @Override
  public Integer call() throws InterruptedException {
    var client = services.client();
    int failed = 0;
    for (Path file : files) {
      try {
        Classification answer = client.classify(Files.readAllBytes(file));
        System.out.printf(
            Locale.ROOT,
            "%s  %s  %.4f  %s v%d%n",
            file,
            answer.label(),
            answer.scores().get(answer.label()),
            answer.model(),
            answer.version());
      } catch (IOException e) {
        System.err.printf("streamsight: %s can't be read (%s)%n", file, e);
        failed++;
      } catch (CommandFailedException e) {
        System.err.printf("streamsight: %s: %s%n", file, e.getMessage());
        failed++;
      }
    }
    return failed == 0 ? 0 : 1;
  }
}
