package io.streamsight.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Keeps all that a run tells. */
final class Recorder implements TrainingListener {
  final List<Progress> progress = new ArrayList<>();
  final List<EpochResult> results = new ArrayList<>();
  final Map<Integer, byte[]> states = new TreeMap<>();

  long announcedBytes;

  @Override
  public void begins(long checkpointBytes) {
    announcedBytes = checkpointBytes;
  }

  @Override
  public void progressed(Progress p) {
    progress.add(p);
  }

  @Override
  public void epochEnded(EpochResult result) {
    results.add(result);
  }

  @Override
  public void checkpoint(int epoch, byte[] state) {
    states.put(epoch, state);
  }

  Checkpoint after(int epoch) {
    return Checkpoint.decode(states.get(epoch));
  }

  /** Without a tolerance: what is said to be equal is. */
  static void assertSameBits(Map<String, float[]> actual, Map<String, float[]> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (path, values) ->
            assertThat(Arrays.equals(actual.get(path), values)).as("same %s", path).isTrue());
  }
}
