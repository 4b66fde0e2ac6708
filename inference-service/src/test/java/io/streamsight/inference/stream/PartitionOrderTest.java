package io.streamsight.inference.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PartitionOrderTest {
  private final PartitionOrder order = new PartitionOrder();
  private final List<String> left = Collections.synchronizedList(new ArrayList<>());

  @Test
  void shouldHoldBackWhatIsReadyTooEarly() {
    var first = order.enter(0);
    var second = order.enter(0);
    second.leave(() -> left.add("second"));
    assertThat(left).isEmpty();
    first.leave(() -> left.add("first"));
    assertThat(left).containsExactly("first", "second");
  }

  @Test
  void shouldNotLetOnePartitionWaitForAnother() {
    order.enter(0);
    order.enter(1).leave(() -> left.add("other"));
    assertThat(left).containsExactly("other");
  }

  @Test
  void shouldKeepTheOrderWhenManyThreadsLeave() throws Exception {
    List<String> expected = IntStream.range(0, 2_000).mapToObj(String::valueOf).toList();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    for (String name : expected) {
      var place = order.enter(0);
      threads.execute(() -> place.leave(() -> left.add(name)));
    }
    threads.shutdown();
    assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    assertThat(left).isEqualTo(expected);
  }
}
