package io.streamsight.contract.deadletter;

import static io.streamsight.contract.deadletter.Records.letter;
import static io.streamsight.contract.deadletter.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LetterListingTest {
  private static final Standing OPEN = new Standing.Open("open");

  @Test
  void shouldKeepTheNewestAndCountAll() {
    LetterListing listing = new LetterListing(false, 2);
    for (String timestamp : new String[] {"5", "9", "1", "7"}) {
      listing.add(Letter.of(letter("dlq-timestamp", timestamp)), OPEN);
    }

    LetterList list = listing.of("classification-requests");

    assertThat(list.topic()).isEqualTo("classification-requests");
    assertThat(list.letters()).extracting(LetterReport::timestamp).containsExactly(9L, 7L);
    assertThat(list.byReason()).isEqualTo(Map.of("image-truncated", 4L));
  }

  @Test
  void shouldLeaveOutWhatIsNotOpenUnlessAllAreAskedFor() {
    LetterListing open = new LetterListing(false, 10);
    LetterListing all = new LetterListing(true, 10);
    for (LetterListing listing : new LetterListing[] {open, all}) {
      listing.add(Letter.of(letter()), new Standing.Closed("replayed since"));
      listing.add(Letter.of(record(8, null, null)), new Standing.Unreplayable("tells nothing"));
    }

    assertThat(open.of("t").byReason()).isEmpty();
    assertThat(all.of("t").byReason()).isEqualTo(Map.of("image-truncated", 1L, "unknown", 1L));
    assertThat(all.of("t").letters()).extracting(LetterReport::open).containsOnly(false);
  }

  @Test
  void shouldReportAsManyThatWereLeftAsAPersonReads() {
    ReplayTally tally = new ReplayTally();
    for (int i = 0; i < 1_001; i++) {
      tally.leave(Letter.of(letter("dlq-offset", String.valueOf(i))), OPEN, "too large");
    }

    Replayed replayed = tally.of("t", 3);

    assertThat(replayed.replayed()).isEqualTo(3);
    assertThat(replayed.notReplayedCount()).isEqualTo(1_001);
    assertThat(replayed.notReplayed()).hasSize(1_000);
    assertThat(replayed.notReplayed().get(0).why()).isEqualTo("too large");
  }
}
