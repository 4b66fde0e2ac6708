package io.streamsight.local.demo;

import io.streamsight.cli.CommandFailedException;
import io.streamsight.contract.event.Json;
import io.streamsight.local.LocalOptions;
import io.streamsight.local.LocalSettings;
import io.streamsight.local.LocalSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "demo",
    description = "Show the whole loop on this machine: publish, train, swap, classify.",
    mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
  private static final int CANCELLED = 130;

  @Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Your photos: DIR/{train,validation,test}/<label>/*. Without it, pictures are drawn.")
  private Path data;

  @Option(
      names = "--size",
      paramLabel = "PX",
      description = "Height and width of the net's input. Default: 64, with --data 96")
  private Integer size;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "" + DemoSettings.EPOCHS,
      description = "Default: ${DEFAULT-VALUE}")
  private int epochs;

  @Option(
      names = "--images",
      paramLabel = "N",
      description = "In the data set. Default: 1500 drawn, with --data all")
  private Integer images;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Of the drawn pictures and the training. Default: ${DEFAULT-VALUE}")
  private long seed;

  @Option(
      names = "--exit",
      description = "Stop everything at the end; without it the system stays up until Ctrl-C.")
  private boolean exit;

  @Option(names = "--report", paramLabel = "FILE", description = "Write the results as JSON.")
  private Path report;

  @Mixin private LocalOptions local;

  @Override
  public Integer call() throws IOException, InterruptedException {
    requireWritable(report);
    LocalSettings where = local.settings("demo");
    var demo = new Demo(settings(), System.out::println);
    try (var system = new LocalSystem(where, System.out::println)) {
      try {
        return show(demo, system);
      } catch (RuntimeException | IOException | InterruptedException e) {
        if (system.stopping()) {
          return CANCELLED; // By Ctrl-C, which explains everything that fails now.
        }
        throw e;
      }
    }
  }

  private int show(Demo demo, LocalSystem system) throws IOException, InterruptedException {
    system.start(true);
    DemoReport result = demo.run(system);
    if (report != null) {
      Files.write(report, Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(result));
    }
    System.out.println();
    System.out.println(Summary.table(result));
    result.problems().forEach(problem -> System.out.println("Wrong: " + problem));
    if (!exit) {
      System.out.println();
      System.out.println(Summary.next(system.settings()));
      throw system.awaitDeath();
    }
    if (!result.problems().isEmpty()) {
      throw new CommandFailedException("The demo ran, but not all is as it should be: see above.");
    }
    return 0;
  }

  private DemoSettings settings() {
    int standardSize = data == null ? DemoSettings.DRAWN_SIZE : DemoSettings.PHOTO_SIZE;
    int standardImages = data == null ? DemoSettings.DRAWN_IMAGES : DemoSettings.MOST_IMAGES;
    try {
      return new DemoSettings(
          data,
          size == null ? standardSize : size,
          epochs,
          images == null ? standardImages : images,
          seed);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  /** Before the minutes of work, not after them. */
  private static void requireWritable(Path report) throws IOException {
    if (report == null) {
      return;
    }
    Path folder = report.toAbsolutePath().getParent();
    if (Files.isDirectory(report) || !Files.isWritable(Files.exists(report) ? report : folder)) {
      throw new CommandFailedException("--report %s can't be written.".formatted(report));
    }
  }
}
