package io.streamsight.local.demo;

import io.streamsight.cli.CommandFailedException;
import io.streamsight.cli.DatasetSummary;
import io.streamsight.cli.Progress;
import io.streamsight.cli.RefusedException;
import io.streamsight.cli.StreamsightClient;
import io.streamsight.contract.dataset.Split;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Publishes a data set through the ingest service and waits until the index has all of it. */
final class Publishing {
  /** Requests under way: enough to keep two cores busy with drawing, hashing and decoding. */
  private static final int THREADS = 8;

  private static final int UNPROCESSABLE = 422;
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
  record Result(int published, List<String> refusals, DatasetSummary indexed) {}

  Result publish(PictureSet pictures) throws InterruptedException {
    List<String> refusals = send(pictures);
    int published = pictures.size() - refusals.size();
    return new Result(published, refusals, awaitIndex(published));
  }

  private List<String> send(PictureSet pictures) throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    List<String> refusals = new ArrayList<>();
    try (var bar = new Progress("Publish", pictures.size(), "images")) {
      List<Future<String>> sent = new ArrayList<>();
      pictures
          .splits()
          .forEach(
              (split, list) ->
                  list.forEach(picture -> sent.add(threads.submit(sending(split, picture, bar)))));
      for (Future<String> one : sent) {
        String refusal = one.get();
        if (refusal != null) {
          refusals.add(refusal);
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
        client.publish(picture.id(), dataset, split.text(), picture.label(), picture.bytes());
        return null;
      } catch (RefusedException e) {
        if (e.status() != UNPROCESSABLE) {
          throw e;
        }
        return e.getMessage();
      } finally {
        bar.step();
      }
    };
  }

  private DatasetSummary awaitIndex(int published) throws InterruptedException {
    var patience = new Patience(INDEX_LIMIT, "The index does not get all published images");
    try (var bar = new Progress("Index", published, "images")) {
      while (true) {
        DatasetSummary summary = client.dataset(dataset);
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
