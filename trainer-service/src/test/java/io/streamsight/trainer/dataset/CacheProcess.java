package io.streamsight.trainer.dataset;

import io.streamsight.contract.dataset.Example;
import io.streamsight.contract.image.ImageLimits;
import io.streamsight.contract.image.Preprocessing;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** A process of its own that opens pictures of the cache, checks each, and holds them. */
final class CacheProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader out;

  private CacheProcess(Process process) {
    this.process = process;
    out = new BufferedReader(new InputStreamReader(process.getInputStream()));
  }

  static CacheProcess start(
      String heap, Path folder, long bytes, Preprocessing preprocessing, int from, int to)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx" + heap, "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(CacheProcess.class.getName());
    command.addAll(List.of(folder.toString(), "" + bytes));
    command.addAll(List.of("" + preprocessing.height(), "" + preprocessing.width()));
    command.addAll(List.of("" + from, "" + to));
    return new CacheProcess(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  public static void main(String[] args) throws IOException {
    int[] numbers = Arrays.stream(args).skip(2).mapToInt(Integer::parseInt).toArray();
    SolidImages images = new SolidImages();
    List<Example> examples = images.examples(numbers[2], numbers[3]);
    PixelCache cache =
        new PixelCache(Path.of(args[0]), Long.parseLong(args[1]), ImageLimits.DEFAULT, images);
    try (Pictures pictures =
        cache.open(
            examples,
            Preprocessing.kerasV1(numbers[0], numbers[1]),
            () -> false,
            (done, of) -> {})) {
      List<Integer> order = new ArrayList<>();
      for (int i = 0; i < pictures.count(); i++) {
        order.add(i);
      }
      Collections.shuffle(order, new Random(1));
      for (int position : order) {
        int number = SolidImages.number(pictures, position);
        if (number != numbers[2] + position) {
          throw new IllegalStateException("picture %d is of %d".formatted(position, number));
        }
      }
      System.out.println("sound, fetched " + images.fetched().size());
      // Until the test says so.
      System.in.read();
    }
  }

  /** The next line that it says; null when it died. */
  String says() throws IOException {
    return out.readLine();
  }

  /** Lets it close the pictures and end. */
  int end() throws IOException, InterruptedException {
    process.getOutputStream().write("\n".getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
    return process.waitFor();
  }

  /** As {@code kill -9} does. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
