package io.streamsight.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** While another system is in the folder. None is built here, so that a start says so and fails. */
@Timeout(60)
class UpCommandTest {
  private static final String WAITING = "is starting or stopping: waiting for it";

  private final PrintStream outBefore = System.out;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @TempDir Path home;
  private Path folder;

  @BeforeEach
  void prepare() {
    System.setProperty("streamsight.home", home.toString());
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    folder = home.resolve(".streamsight/local");
  }

  @AfterEach
  void restore() {
    System.setOut(outBefore);
    System.clearProperty("streamsight.home");
  }

  /** It said that the system was there, and seconds later it was not. */
  @Test
  void shouldStartWhenASystemThatStopsIsGone() throws Exception {
    CompletableFuture<Integer> up;
    try (var stopping = FolderLock.take(folder)) {
      state(false, ProcessHandle.current().pid());
      up = up();
      awaitSaid(WAITING);
      assertThat(up).isNotDone();
      SystemState.delete(folder);
    }
    assertThat(up.get(30, TimeUnit.SECONDS)).isEqualTo(1);
    assertThat(said()).contains("service is not built").doesNotContain("is up since");
  }

  @Test
  void shouldReturnWhenASystemThatStartsIsUp() throws Exception {
    try (var starting = FolderLock.take(folder)) {
      state(false, ProcessHandle.current().pid());
      CompletableFuture<Integer> up = up();
      awaitSaid(WAITING);
      assertThat(up).isNotDone();
      state(true, ProcessHandle.current().pid());
      assertThat(up.get(10, TimeUnit.SECONDS)).isZero();
      assertThat(said()).contains("is up since");
    }
  }

  /** Both started one, and the second wrote over the log of the first. */
  @Test
  void shouldLeaveTheStartToAnotherThatHasBegunIt() throws Exception {
    try (var other = FolderLock.toStart(folder).orElseThrow()) {
      CompletableFuture<Integer> up = up();
      awaitSaid(WAITING);
      try (var system = FolderLock.take(folder)) {
        state(true, ProcessHandle.current().pid());
        assertThat(up.get(10, TimeUnit.SECONDS)).isZero();
      }
      assertThat(folder.resolve("logs")).doesNotExist();
    }
  }

  /** For the moment until its supervisor notices. */
  @Test
  void shouldNotTakeASystemForUpThatHasLostAProcess() throws Exception {
    Process broker = new ProcessBuilder("true").start();
    broker.waitFor();
    try (var system = FolderLock.take(folder)) {
      state(true, broker.pid());
      CompletableFuture<Integer> up = up();
      awaitSaid(WAITING);
      state(true, ProcessHandle.current().pid());
      assertThat(up.get(10, TimeUnit.SECONDS)).isZero();
    }
  }

  private void state(boolean live, long broker) throws Exception {
    var services = List.of(new SystemState.Service("broker", broker, 9092));
    new SystemState(ProcessHandle.current().pid(), Instant.now(), live, services).write(folder);
  }

  private static CompletableFuture<Integer> up() {
    return CompletableFuture.supplyAsync(() -> LocalMain.commandLine().execute("up"));
  }

  private void awaitSaid(String text) {
    await().atMost(Duration.ofSeconds(10)).until(() -> said().contains(text));
  }

  private String said() {
    return out.toString(StandardCharsets.UTF_8);
  }
}
