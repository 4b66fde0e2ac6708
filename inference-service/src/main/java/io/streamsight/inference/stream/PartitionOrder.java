package io.streamsight.inference.stream;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets work that ends in any order leave in the order in which it came, partition by partition.
 * Thread-safe.
 */
final class PartitionOrder {
  /** A place in the line; holds what is to be done when its turn comes. */
  static final class Place {
    private final Deque<Place> line;
    private Runnable departure;

    private Place(Deque<Place> line) {
      this.line = line;
    }

    /** Leaves as soon as everything before has left, on the thread that makes the way free. */
    void leave(Runnable departure) {
      synchronized (line) {
        this.departure = departure;
        while (!line.isEmpty() && line.peek().departure != null) {
          line.poll().departure.run();
        }
      }
    }
  }

  private final Map<Integer, Deque<Place>> lines = new ConcurrentHashMap<>();

  /** The next place in a partition's line; to be called in the order of offsets. */
  Place enter(int partition) {
    Deque<Place> line = lines.computeIfAbsent(partition, p -> new ArrayDeque<>());
    synchronized (line) {
      Place place = new Place(line);
      line.add(place);
      return place;
    }
  }
}
