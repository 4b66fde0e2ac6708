package io.streamsight.benchmark;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "inference",
    description = {
      "Classifies a backlog, requests one by one, and requests under swaps, beside a bare loop that",
      "decodes and runs the same pictures on all cores; then starts with one version and with 500,",
      "and 600 swaps in a row."
    },
    mixinStandardHelpOptions = true)
final class InferenceBenchmark implements Callable<Integer> {
  private static final long DRAWN_SEED = 0;
  private static final int DRAWN = 1_000;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "A folder of photos, of which the first 1,000 count. Default: drawn by code")
  private Path data;

  @Option(
      names = "--model",
      paramLabel = "FILE.onnx",
      description = "One of Streamsight's. Default: a mini Xception of 180 px, trained for it")
  private Path model;

  @Option(
      names = "--images",
      paramLabel = "N",
      defaultValue = "5000",
      description = "Requests of the backlog. Default: ${DEFAULT-VALUE}")
  private int images;

  @Option(
      names = "--delivery",
      paramLabel = "GUARANTEE",
      defaultValue = "at-least-once",
      description = "at-least-once or exactly-once. Default: ${DEFAULT-VALUE}")
  private String delivery;

  @Mixin private BenchmarkOptions options;

  @Override
  public Integer call() throws Exception {
    Path folder = options.work();
    Path onnx = model == null ? BenchmarkModel.of(options.home(), folder) : model.toAbsolutePath();
    Path pictures =
        data == null
            ? DrawnFolder.of(folder.resolve("pictures"), DRAWN_SEED, DRAWN)
            : data.toAbsolutePath();
    Path system = folder.resolve("system");
    var round = new InferenceRound(options.home(), system, pictures, onnx, images, delivery);
    List<InferenceRound.Result> results = options.rounds(round::run);
    System.err.println("Starts");
    ServiceStart.Result start = new ServiceStart(options.home(), system, onnx).measure();
    System.err.println("Swaps");
    SwapMemory.Result swaps = new SwapMemory(options.home(), system, onnx).measure();
    String what = data == null ? "drawn pictures, 500 x 375" : "photos of --data";
    options.show(new InferenceReport(Machine.here(), what, delivery, results, start, swaps));
    return 0;
  }
}
