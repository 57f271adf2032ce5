package to.clasp.auth.internal.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileWatchTest {
  private final FileWatch watch = new FileWatch();
  private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

  @AfterEach
  void stop() {
    watch.close();
  }

  @Test
  void noticesAFileThatAppearsChangesIsReplacedOrVanishes(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("f");
    watch.watch(List.of(file), () -> seen.add(content(file)));

    Files.writeString(file, "a");
    awaitSeen("a");
    Files.writeString(file, "ab");
    awaitSeen("ab");
    Path other = Files.writeString(folder.resolve("g"), "cd");
    Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
    awaitSeen("cd");
    Files.delete(file);
    awaitSeen("gone");
  }

  @Test
  void aFailureDoesNotEndTheWatch(@TempDir Path folder) throws Exception {
    watchGoesOnAfter(
        folder,
        () -> {
          throw new IllegalStateException("on purpose");
        });
  }

  @Test
  void anErrorDoesNotEndTheWatch(@TempDir Path folder) throws Exception {
    watchGoesOnAfter(
        folder,
        () -> {
          throw new NoClassDefFoundError("on purpose");
        });
  }

  private void watchGoesOnAfter(Path folder, Runnable failure) throws Exception {
    Path file = folder.resolve("f");
    Runnable failing =
        () -> {
          seen.add(content(file));
          failure.run();
        };
    watch.watch(List.of(file), failing);
    Files.writeString(file, "a");
    awaitSeen("a");

    Files.writeString(file, "ab");
    awaitSeen("ab");
  }

  @Test
  void beginsAgainAfterItsLastWatchHasEnded(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("f");
    watch.watch(List.of(file), () -> seen.add("first")).close();
    watch.watch(List.of(file), () -> seen.add("second"));
    Files.writeString(file, "a");

    awaitSeen("second");
  }

  private static String content(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "gone";
    }
  }

  /** A file may also be seen half way, empty. */
  private void awaitSeen(String expected) throws InterruptedException {
    String last;
    do {
      last = seen.poll(10, TimeUnit.SECONDS);
    } while (last != null && !last.equals(expected));
    assertThat(last).isEqualTo(expected);
  }
}
