package io.streamsight.inference.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamsight.contract.Reason;
import io.streamsight.inference.classify.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class WindowTest {
  private static final Reply ANSWER =
      new Reply(new Answer.Rejected(Reason.IMAGE_EMPTY, "no bytes"), null);

  private static final TopicPartition ZERO = new TopicPartition("requests", 0);

  private final Window window = new Window(3, 1_000);

  private Request add(int partition, long offset, int bytes) {
    return window.add(new ConsumerRecord<>("requests", partition, offset, null, new byte[bytes]));
  }

  @Test
  void shouldHoldBackWhatIsAnsweredTooEarly() {
    Request first = add(0, 10, 1);
    Request second = add(0, 11, 1);
    window.answered(second, ANSWER);
    assertThat(window.take()).isEmpty();
    window.answered(first, ANSWER);
    assertThat(window.take()).containsExactly(first, second);
    assertThat(window.take()).isEmpty();
  }

  @Test
  void shouldNotLetOnePartitionWaitForAnother() {
    add(0, 10, 1);
    Request other = add(1, 5, 1);
    window.answered(other, ANSWER);
    assertThat(window.take()).containsExactly(other);
  }

  @Test
  void shouldCountAnOffsetAsDoneWhenAllBeforeItAreWritten() {
    Request first = add(0, 10, 1);
    Request second = add(0, 11, 1);
    Request third = add(0, 12, 1);
    window.answered(first, ANSWER);
    window.answered(second, ANSWER);
    assertThat(window.first(ZERO)).hasValue(10);
    window.take();
    window.written(second);
    assertThat(window.first(ZERO)).as("the first is not written yet").hasValue(10);
    window.written(first);
    assertThat(window.first(ZERO)).hasValue(12);
    window.answered(third, ANSWER);
    window.take();
    assertThat(window.isEmpty()).isFalse();
    window.written(third);
    assertThat(window.first(ZERO)).isEmpty();
    assertThat(window.isEmpty()).isTrue();
  }

  @Test
  void shouldHaveNoRoomForTooManyRecordsOrBytesUntilTheyAreWritten() {
    Request large = add(0, 1, 5_000);
    assertThat(window.hasRoom()).as("one that is larger than the limit is in").isFalse();
    window.answered(large, ANSWER);
    window.take();
    assertThat(window.hasRoom()).as("sent, not written").isFalse();
    window.written(large);
    assertThat(window.hasRoom()).isTrue();
    add(0, 2, 1);
    add(0, 3, 1);
    add(1, 4, 1);
    assertThat(window.hasRoom()).isFalse();
  }

  @Test
  void shouldForgetPartitionsThatAreAnothersNow() {
    Request lost = add(0, 10, 1);
    Request kept = add(1, 20, 1);
    window.drop(List.of(ZERO));
    assertThat(lost.dropped()).isTrue();
    window.answered(lost, ANSWER);
    window.answered(kept, ANSWER);
    assertThat(window.take()).containsExactly(kept);
    assertThat(window.first(ZERO)).isEmpty();
    assertThat(window.working()).isZero();
    window.written(kept);
    assertThat(window.isEmpty()).isTrue();
  }

  @Test
  void shouldNotMistakeTheSameOffsetAfterADropForTheOneBefore() {
    Request before = add(0, 10, 1);
    window.answered(before, ANSWER);
    window.take();
    window.drop(List.of(ZERO));
    add(0, 10, 1);
    window.written(before);
    assertThat(window.first(ZERO)).hasValue(10);
  }

  @Test
  void shouldLetPartitionsThatWaitForAModelTakeNoRoom() {
    Request waiting = add(0, 10, 1);
    Request behind = add(0, 11, 1);
    add(0, 12, 1);
    assertThat(window.hasRoom()).isFalse();
    window.park(waiting);
    assertThat(window.parkedPartitions()).containsExactly(ZERO);
    assertThat(window.hasRoom()).isTrue();
    window.answered(behind, ANSWER);
    assertThat(window.take()).as("its turn has not come").isEmpty();

    assertThat(window.unpark()).containsExactly(waiting);
    assertThat(window.parkedPartitions()).as("until it is answered").containsExactly(ZERO);
    window.answered(waiting, ANSWER);
    assertThat(window.parked()).isZero();
    assertThat(window.parkedPartitions()).isEmpty();
    assertThat(window.take()).containsExactly(waiting, behind);
  }

  @Test
  void shouldForgetWhoWaitedInAPartitionThatIsAnothersNow() {
    window.park(add(0, 10, 1));
    window.drop(List.of(ZERO));
    assertThat(window.unpark()).isEmpty();
    assertThat(window.parkedPartitions()).isEmpty();
    assertThat(window.working()).isZero();
    assertThat(window.isEmpty()).isTrue();
  }

  @Test
  void shouldNotWaitForWhatIsLeftToAnotherMember() {
    Request left = add(0, 10, 1);
    window.left(left);
    assertThat(window.working()).isZero();
    assertThat(window.take()).isEmpty();
    assertThat(window.first(ZERO)).as("it is not done").hasValue(10);
    window.dropAll();
    assertThat(window.working()).isZero();
  }

  /** Busy is more than a quarter of the window in work, several more than an eighth of it. */
  @Test
  void shouldGatherAnswersWhileManyWait() {
    Window wide = new Window(40, 1_000);
    List<Request> requests = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      requests.add(wide.add(new ConsumerRecord<>("requests", 0, i, null, null)));
    }
    requests.subList(0, 5).forEach(request -> wide.answered(request, ANSWER));
    assertThat(wide.isWorthATurn()).as("five answers, 35 in work").isFalse();
    wide.answered(requests.get(5), ANSWER);
    assertThat(wide.isWorthATurn()).as("six").isTrue();

    wide.take();
    requests.subList(6, 29).forEach(request -> wide.answered(request, ANSWER));
    wide.take();
    wide.answered(requests.get(29), ANSWER);
    assertThat(wide.isWorthATurn()).as("one, with ten in work").isTrue();
  }

  @Test
  @Timeout(60)
  void shouldKeepTheOrderWhenManyThreadsAnswer() throws Exception {
    Window wide = new Window(2_000, 1_000);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Request> requests = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      Request request = wide.add(new ConsumerRecord<>("requests", 0, i, null, null));
      requests.add(request);
      threads.execute(() -> wide.answered(request, ANSWER));
    }
    List<Request> taken = new ArrayList<>();
    while (taken.size() < requests.size()) {
      wide.await(TimeUnit.SECONDS.toMillis(10));
      taken.addAll(wide.take());
    }
    threads.shutdown();
    assertThat(taken).isEqualTo(requests);
  }
}
