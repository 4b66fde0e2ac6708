package io.streamsight.local.demo;

import io.streamsight.cli.Progress;
import io.streamsight.local.demo.RequestStream.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * A stream of images that the model has not learned from, in three parts. Each image counts for who
 * was answered, how often and how right.
 *
 * @param warmUp until the service's code is compiled; a broken image in its middle
 * @param backlog sent at once: shows the throughput
 * @param paced at 20 a second: shows the latency
 */
record StreamRun(Tally warmUp, Tally backlog, Tally paced) {
  static final int WARM_UP = 150;
  static final int BACKLOG = 250;
  static final int PACED = 100;
  static final int IMAGES = WARM_UP + BACKLOG + PACED;

  private static final Duration PACE = Duration.ofMillis(50);

  static StreamRun on(String bootstrapServers, PictureSet pictures) throws IOException {
    List<Request> requests = requests(pictures.stream(IMAGES));
    List<Request> warmUp = new ArrayList<>(requests.subList(0, WARM_UP));
    warmUp.add(WARM_UP / 2, new Request(half(warmUp.get(0).image()), null));
    List<Request> backlog = requests.subList(WARM_UP, WARM_UP + BACKLOG);
    List<Request> paced = requests.subList(WARM_UP + BACKLOG, IMAGES);
    try (var stream = new RequestStream(bootstrapServers)) {
      return new StreamRun(
          stream.run("Warm up", warmUp, Duration.ZERO),
          stream.run("Classify", backlog, Duration.ZERO),
          stream.run("At a pace", paced, PACE));
    }
  }

  /** All of them made before the first is sent: the clock measures the service alone. */
  private static List<Request> requests(List<Picture> pictures) throws IOException {
    try (var bar = new Progress("Prepare", pictures.size(), "images")) {
      return pictures.parallelStream().map(picture -> request(picture, bar)).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static Request request(Picture picture, Progress bar) {
    try {
      byte[] image = picture.bytes();
      bar.step();
      return new Request(image, picture.label());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int requested() {
    return sum(Tally::requests);
  }

  int classified() {
    return sum(Tally::classified);
  }

  int duplicates() {
    return sum(Tally::duplicates);
  }

  int deadLettered() {
    return sum(tally -> tally.deadLetters().size());
  }

  double accuracy() {
    int answers = classified();
    return answers == 0 ? 0 : sum(Tally::right) / (double) answers;
  }

  /** Why the broken image was refused; null if it is not in the dead letters. */
  String brokenReason() {
    return warmUp.brokenReason();
  }

  private int sum(ToIntFunction<Tally> count) {
    return Stream.of(warmUp, backlog, paced).mapToInt(count).sum();
  }

  /** As a file is that was not sent to its end. */
  private static byte[] half(byte[] image) {
    return Arrays.copyOf(image, image.length / 2);
  }
}
