package io.streamsight.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SystemStateTest {
  @TempDir Path folder;

  @Test
  void shouldTellOfASystemWhoseProcessIsAlive() throws Exception {
    var state = state(Instant.now());
    state.write(folder);
    assertThat(SystemState.read(folder)).contains(state);
  }

  @Test
  void shouldNotTakeAnotherProcessWithTheSamePidForTheSystem() throws Exception {
    Instant before =
        ProcessHandle.current().info().startInstant().orElseThrow().minusSeconds(3_600);
    state(before).write(folder);
    assertThat(SystemState.read(folder)).isEmpty();
  }

  @Test
  void shouldKnowOfNoSystemWhereNoneWasStarted() {
    assertThat(SystemState.read(folder)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"pid\":1,\"live\":true,\"services\":[]}", "{\"pid\":1}", "{", ""})
  void shouldKnowOfNoSystemWhereTheFileTellsOfNone(String file) throws Exception {
    Files.writeString(folder.resolve("system.json"), file);
    assertThat(SystemState.read(folder)).isEmpty();
  }

  private static SystemState state(Instant startedAt) {
    return new SystemState(
        ProcessHandle.current().pid(),
        startedAt,
        true,
        List.of(new SystemState.Service("broker", 1, 9092)));
  }
}
