package io.streamsight.local.demo;

import io.streamsight.cli.CommandFailedException;
import io.streamsight.cli.Progress;
import io.streamsight.cli.RefusedException;
import io.streamsight.cli.StreamsightClient;
import io.streamsight.cli.dataset.DatasetReport;
import io.streamsight.contract.dataset.Split;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Publishes a data set through the ingest service and waits until the index has all of it. */
final class Publishing {
  /** Requests under way: enough to keep two cores busy with drawing, hashing and decoding. */
  private static final int THREADS = 8;

  private static final int TOO_LARGE = 413;
  private static final int UNPROCESSABLE = 422;
  private static final int UNAVAILABLE = 503;
  private static final int ATTEMPTS = 30;
  private static final long RETRY_MS = 1_000;
  private static final Duration INDEX_LIMIT = Duration.ofSeconds(60);

  private final StreamsightClient client;
  private final String dataset;

  Publishing(StreamsightClient client, String dataset) {
    this.client = client;
    this.dataset = dataset;
  }

  /**
   * What became of the pictures.
   *
   * @param published accepted by the ingest service
   * @param refusals of pictures that are no usable images, in its words
   */
  record Result(int published, Map<Picture, String> refusals, DatasetReport indexed) {}

  Result publish(PictureSet pictures) throws InterruptedException {
    Map<Picture, String> refusals = send(pictures);
    int published = pictures.size() - refusals.size();
    return new Result(published, refusals, awaitIndex(published));
  }

  private Map<Picture, String> send(PictureSet pictures) throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    Map<Picture, String> refusals = new LinkedHashMap<>();
    try (var bar = new Progress("Publish", pictures.size(), "images")) {
      Map<Picture, Future<String>> sent = new LinkedHashMap<>();
      pictures
          .splits()
          .forEach(
              (split, list) ->
                  list.forEach(
                      picture -> sent.put(picture, threads.submit(sending(split, picture, bar)))));
      for (var one : sent.entrySet()) {
        String refusal = one.getValue().get();
        if (refusal != null) {
          refusals.put(one.getKey(), refusal);
        }
      }
      return refusals;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new CommandFailedException("A picture can't be read: " + e.getCause(), e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  /** Null when published, else why the service refuses this picture. */
  private Callable<String> sending(Split split, Picture picture, Progress bar) {
    return () -> {
      try {
        for (int attempt = 1; ; attempt++) {
          try {
            client.publish(picture.id(), dataset, split.text(), picture.label(), picture.bytes());
            return null;
          } catch (RefusedException e) {
            if (e.status() == TOO_LARGE || e.status() == UNPROCESSABLE) {
              return e.getMessage();
            }
            if (e.status() != UNAVAILABLE || attempt == ATTEMPTS) {
              throw e;
            }
            // Large photos fill what the service holds at once: it asks to come back.
            Thread.sleep(RETRY_MS);
          }
        }
      } finally {
        bar.step();
      }
    };
  }

  private DatasetReport awaitIndex(int published) throws InterruptedException {
    var patience = new Patience(INDEX_LIMIT, "The index does not get all published images");
    try (var bar = new Progress("Index", published, "images")) {
      while (true) {
        DatasetReport summary = client.dataset(dataset);
        int seen = summary.images() + summary.refused();
        bar.stepTo(Math.min(seen, published));
        if (seen >= published) {
          return summary;
        }
        patience.check(summary);
        Thread.sleep(200);
      }
    }
  }
}
