package to.clasp.auth.internal.use;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpentTokensTest {
  @TempDir private Path folder;
  private Path file;
  private Instant now = Instant.ofEpochSecond(1_700_000_000);

  @BeforeEach
  void nameFile() {
    file = folder.resolve("spent");
  }

  private SpentTokens open() throws IOException {
    return SpentTokens.open(file, Runnable::run, () -> now);
  }

  private static boolean spend(SpentTokens spent, String id, Instant expiry) {
    return spent.spend(id, expiry).toCompletableFuture().join();
  }

  @Test
  void remembersAcrossARestart() throws IOException {
    Instant expiry = now.plusSeconds(60);
    try (SpentTokens spent = open()) {
      assertThat(spend(spent, "a", expiry)).isTrue();
      assertThat(spend(spent, "a", expiry)).isFalse();
    }

    try (SpentTokens again = open()) {
      assertThat(spend(again, "a", expiry)).isFalse();
      assertThat(spend(again, "b", expiry)).isTrue();
    }
  }

  @Test
  void tellsItIsSpentOnlyWhenTheFileSaysSo() throws IOException {
    Deque<Runnable> tasks = new ArrayDeque<>();
    try (SpentTokens spent = SpentTokens.open(file, tasks::add, () -> now)) {
      CompletableFuture<Boolean> first = spent.spend("a", null).toCompletableFuture();
      assertThat(spend(spent, "a", null)).as("a second one while the first is written").isFalse();
      assertThat(first).isNotDone();
      assertThat(Files.size(file)).isZero();

      tasks.remove().run();

      assertThat(first).isCompletedWithValue(true);
      assertThat(Files.readAllLines(file)).hasSize(1);
    }
  }

  @Test
  void whatComesTogetherIsWrittenTogether() throws IOException {
    Deque<Runnable> tasks = new ArrayDeque<>();
    try (SpentTokens spent = SpentTokens.open(file, tasks::add, () -> now)) {
      for (int i = 0; i < 100; i++) {
        spent.spend("token " + i, null);
      }

      assertThat(tasks).hasSize(1);
      tasks.remove().run();
      assertThat(Files.readAllLines(file)).hasSize(100);
    }
  }

  @Test
  void forgetsWhatHasExpired() throws IOException {
    try (SpentTokens spent = open()) {
      spend(spent, "a", now.plusSeconds(60));
      now = now.plus(Duration.ofHours(2));

      spend(spent, "b", now.plusSeconds(60));

      assertThat(Files.readAllLines(file)).hasSize(1);
    }
  }

  @Test
  void remembersNoMoreThanItsBound() throws IOException {
    Deque<Runnable> tasks = new ArrayDeque<>();
    try (SpentTokens spent = SpentTokens.open(file, tasks::add, () -> now)) {
      for (int i = 0; i < SpentTokens.MOST; i++) {
        spent.spend("token " + i, null);
      }

      assertThat(spent.spend("one more", null).toCompletableFuture()).isCompletedExceptionally();
    }
  }

  @Test
  void aTokenThatCouldNotBeWrittenIsNotSpent() throws IOException {
    try (SpentTokens spent = open()) {
      Path obstacle = Files.createDirectories(folder.resolve("spent.tmp/x"));
      assertThat(spent.spend("a", null).toCompletableFuture()).isCompletedExceptionally();
      Files.delete(obstacle);
      Files.delete(obstacle.getParent());

      assertThat(spend(spent, "a", null)).isTrue();
    }
  }

  @Test
  void aSecondUserOfTheFileIsTurnedAway() throws IOException {
    try (SpentTokens spent = open()) {
      assertThat(spent).isNotNull();
      assertThatThrownBy(this::open).hasMessageContaining("in use");
    }
  }

  @Test
  void aFileOfAnotherKindIsRefusedAndStaysAsItIs() throws IOException {
    Files.writeString(file, "127.0.0.1 localhost\n");

    assertThatThrownBy(this::open).hasMessageContaining("line 1");
    assertThat(file).hasContent("127.0.0.1 localhost\n");
  }

  @Test
  void onlyTheOwnerMayReadTheFileAndNoIdStandsInIt() throws IOException {
    try (SpentTokens spent = open()) {
      spend(spent, "secret-id", null);
    }

    assertThat(Files.readString(file)).doesNotContain("secret-id");
    if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }
}
