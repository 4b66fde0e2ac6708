package io.streamsight.trainer.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Reads, and augments, the next batches while the current one is trained on: three direct buffers
 * in turn, two threads. What a batch holds depends on (seed, epoch, image) alone, not on timing.
 */
final class Batches implements AutoCloseable {
  private static final int BUFFERS = 3;
  private static final int THREADS = 2;

  /**
   * @param pixels uint8 {@code [n, side, side, 3]}; the reader's: valid until the next batch is
   *     taken
   * @param side height and width of each picture, pixels
   * @param labels {@code [n]}
   * @param shares {@code [n]}: how much of each picture is its own, above 0; the rest is that of
   *     picture n - 1 - i
   */
  record Batch(ByteBuffer pixels, int side, int[] labels, float[] shares) {
    int size() {
      return labels.length;
    }
  }

  /** Takes the batches one by one. */
  @FunctionalInterface
  interface Sink {
    /**
     * @return whether to go on
     */
    boolean accept(Batch batch);
  }

  private final int batchSize;
  private final long seed;
  private final ByteBuffer[] buffers = new ByteBuffer[BUFFERS];
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          THREADS,
          task -> {
            Thread thread = new Thread(task, "batches");
            thread.setDaemon(true);
            return thread;
          });

  Batches(int batchSize, int pictureBytes, long seed) {
    this.batchSize = batchSize;
    this.seed = seed;
    Arrays.setAll(buffers, i -> ByteBuffer.allocateDirect(batchSize * pictureBytes));
  }

  /**
   * Steps of an epoch. A last batch of a single picture is left out: batch norm has no variance of
   * one value.
   */
  static int steps(int images, int batchSize) {
    return images / batchSize + (images % batchSize > 1 ? 1 : 0);
  }

  /**
   * All images once, in an order of this epoch's, augmented and mixed.
   *
   * @param side height and width to make them, pixels, at most their own
   * @return whether the sink took all batches
   */
  boolean shuffled(Examples examples, int epoch, Recipe recipe, int side, Sink sink) {
    int[] order = order(examples.count(), new Random(Seeds.of(seed, epoch)));
    return forEach(
        order,
        steps(order.length, batchSize),
        (batch, positions, buffer) ->
            augment(examples, positions, new long[] {seed, epoch, batch}, recipe, side, buffer),
        sink);
  }

  /**
   * As they are, in their order.
   *
   * @return whether the sink took all batches
   */
  boolean plain(Examples examples, Sink sink) {
    int[] order = new int[examples.count()];
    Arrays.setAll(order, i -> i);
    int batches = (order.length + batchSize - 1) / batchSize;
    return forEach(order, batches, plain(examples), sink);
  }

  /**
   * As they are, at most {@code batches} full batches drawn for this epoch: a mean over batches
   * gives the images of a short one too much weight. Only where no batch is full, the short one.
   *
   * @return whether the sink took all batches
   */
  boolean sample(Examples examples, int epoch, int batches, Sink sink) {
    int[] order = order(examples.count(), new Random(Seeds.of(seed, epoch, -1)));
    int full = Math.max(1, order.length / batchSize);
    return forEach(order, Math.min(batches, full), plain(examples), sink);
  }

  /** Puts the pictures at these positions into a buffer; one of several threads. */
  @FunctionalInterface
  private interface Filler {
    Batch fill(int batch, int[] positions, ByteBuffer buffer) throws IOException;
  }

  private static Filler plain(Examples examples) {
    return (batch, positions, buffer) -> fill(examples, positions, buffer);
  }

  private boolean forEach(int[] order, int batches, Filler filler, Sink sink) {
    Queue<Future<Batch>> ahead = new ArrayDeque<>();
    try {
      int next = 0;
      for (int taken = 0; taken < batches; taken++) {
        // The buffer of the batch in hand is free again: its step has ended.
        while (next < batches && next < taken + BUFFERS) {
          int start = next * batchSize;
          int[] positions =
              Arrays.copyOfRange(order, start, Math.min(start + batchSize, order.length));
          ByteBuffer buffer = buffers[next % BUFFERS];
          int batch = next;
          ahead.add(threads.submit(() -> filler.fill(batch, positions, buffer)));
          next++;
        }
        if (!sink.accept(get(ahead.remove()))) {
          return taken == batches - 1;
        }
      }
      return true;
    } finally {
      drain(ahead);
    }
  }

  private static Batch fill(Examples examples, int[] positions, ByteBuffer buffer)
      throws IOException {
    buffer.clear();
    for (int position : positions) {
      examples.pixels().read(position, buffer);
    }
    float[] shares = new float[positions.length];
    Arrays.fill(shares, 1);
    return new Batch(buffer.flip(), examples.pixels().width(), labels(examples, positions), shares);
  }

  /**
   * @param place seed, epoch, number of the batch
   */
  private static Batch augment(
      Examples examples, int[] positions, long[] place, Recipe recipe, int side, ByteBuffer buffer)
      throws IOException {
    buffer.clear();
    int height = examples.pixels().height();
    int width = examples.pixels().width();
    byte[] source = new byte[examples.pixels().pictureBytes()];
    byte[] target = new byte[side * side * 3];
    Warper warper = new Warper(height, width, side, side);
    for (int position : positions) {
      examples.pixels().read(position, ByteBuffer.wrap(source));
      Random random = new Random(Seeds.of(place[0], place[1], position));
      warper.apply(recipe.augmentation().drawWarp(random, height, width), source, target);
      recipe.augmentation().drawColours(random).apply(target, side, side);
      buffer.put(target);
    }
    buffer.flip();
    Random random = new Random(Seeds.of(place[0], place[1], -2, place[2]));
    float[] shares =
        new Mixing(recipe.mixup(), recipe.cutmix())
            .apply(buffer, positions.length, side, side, random);
    return new Batch(buffer, side, labels(examples, positions), shares);
  }

  private static int[] labels(Examples examples, int[] positions) {
    return Arrays.stream(positions).map(p -> examples.labels()[p]).toArray();
  }

  private static int[] order(int count, Random random) {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  private static Batch get(Future<Batch> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw new UncheckedIOException(io);
      }
      throw new IllegalStateException("A batch can't be read: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for a batch", e);
    }
  }

  /** Waits for those still being read: their buffers are the next epoch's. */
  private static void drain(Queue<Future<Batch>> ahead) {
    for (Future<Batch> future : ahead) {
      try {
        future.get();
      } catch (ExecutionException e) {
        // Nobody takes this batch any more.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
