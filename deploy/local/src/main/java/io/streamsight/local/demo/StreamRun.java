package io.streamsight.local.demo;

import io.streamsight.local.demo.RequestStream.Request;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A stream of images that the model has not learned from, in two parts: a backlog sent at once,
 * which shows the throughput, with a broken image in its middle; then some at an easy pace, which
 * show the latency.
 */
record StreamRun(Tally backlog, Tally paced) {
  static final int BACKLOG = 300;
  static final int PACED = 100;
  static final int IMAGES = BACKLOG + PACED;

  private static final Duration PACE = Duration.ofMillis(50);

  static StreamRun on(String bootstrapServers, PictureSet pictures) throws IOException {
    List<Request> requests = new ArrayList<>();
    for (Picture picture : pictures.stream(IMAGES)) {
      requests.add(new Request(picture.bytes(), picture.label()));
    }
    List<Request> backlog = new ArrayList<>(requests.subList(0, BACKLOG));
    backlog.add(BACKLOG / 2, new Request(half(backlog.get(0).image()), null));
    try (var stream = new RequestStream(bootstrapServers)) {
      Tally first = stream.run("Classify", backlog, Duration.ZERO);
      return new StreamRun(first, stream.run("At a pace", requests.subList(BACKLOG, IMAGES), PACE));
    }
  }

  int requested() {
    return backlog.requests() + paced.requests();
  }

  int classified() {
    return backlog.classified() + paced.classified();
  }

  int duplicates() {
    return backlog.duplicates() + paced.duplicates();
  }

  int deadLettered() {
    return backlog.deadLetters().size() + paced.deadLetters().size();
  }

  double accuracy() {
    int answers = classified();
    double right =
        backlog.accuracy() * backlog.classified() + paced.accuracy() * paced.classified();
    return answers == 0 ? 0 : right / answers;
  }

  /** Why the broken image was refused; null if it is not in the dead letters. */
  String brokenReason() {
    return backlog.brokenReason();
  }

  /** As a file is that was not sent to its end. */
  private static byte[] half(byte[] image) {
    return Arrays.copyOf(image, image.length / 2);
  }
}
