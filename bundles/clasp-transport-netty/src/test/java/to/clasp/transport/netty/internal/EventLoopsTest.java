package to.clasp.transport.netty.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.condition.OS.LINUX;

import io.netty.channel.EventLoopGroup;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import to.clasp.testkit.Await;
import to.clasp.transport.netty.ClientLoops;
import to.clasp.transport.netty.EventLoops;

class EventLoopsTest {
  @Test
  void threadsAreNamedDaemonsAndEndOnClose() throws Exception {
    EventLoops.Owned loops = EventLoops.create(3);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      threads.add(loops.group().next().submit(Thread::currentThread).get(20, TimeUnit.SECONDS));
    }
    assertThat(threads)
        .extracting(Thread::getName)
        .containsExactlyInAnyOrder("clasp-loop-1", "clasp-loop-2", "clasp-loop-3");
    assertThat(threads).allMatch(Thread::isDaemon);
    loops.close();
    for (Thread thread : threads) {
      thread.join(Await.DEADLINE.toMillis());
      assertThat(thread.isAlive()).as(thread.getName()).isFalse();
    }
  }

  @Test
  void aLoopThatIsStuckDoesNotHoldUpCloseForLong() throws Exception {
    EventLoops.Owned loops = EventLoops.create(1);
    CompletableFuture<Thread> stuck = new CompletableFuture<>();
    loops
        .group()
        .execute(
            () -> {
              stuck.complete(Thread.currentThread());
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException end) {
                // the test is over
              }
            });
    Thread thread = stuck.get(20, TimeUnit.SECONDS);
    long begin = System.nanoTime();
    loops.close();
    assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(15));
    assertThat(thread.isAlive()).isTrue();
    thread.interrupt();
  }

  /** In a JVM of its own, whose main method returns while a loop has work to do. */
  @Test
  void theLoopsOfTheProcessKeepNoJvmAlive() throws Exception {
    Process process =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    boolean ended = process.waitFor(60, TimeUnit.SECONDS);
    process.destroyForcibly();
    assertThat(ended).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  /** What runs there. */
  static final class Program {
    public static void main(String[] arguments) throws Exception {
      EventLoopGroup group = ClientLoops.ofProcess().lease().loops().group();
      group.scheduleAtFixedRate(() -> {}, 0, 1, TimeUnit.MILLISECONDS);
      group.submit(() -> {}).get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  @EnabledOnOs(value = LINUX, architectures = "amd64")
  void nativeLoopsAreUsedWhereThePlatformHasThem() {
    try (EventLoops.Owned loops = EventLoops.create(1)) {
      assertThat(loops.isNative()).isTrue();
      assertThat(loops.serverChannel().getSimpleName()).isEqualTo("EpollServerSocketChannel");
    }
  }

  @Test
  void portableLoopsUseTheChannelsOfTheJdk() {
    try (EventLoops.Owned loops = EventLoops.createPortable(1)) {
      assertThat(loops.isNative()).isFalse();
      assertThat(loops.clientChannel().getSimpleName()).isEqualTo("NioSocketChannel");
    }
  }

  @Test
  void aNumberOfThreadsOutOfRangeIsNamed() {
    assertThatThrownBy(() -> new EventLoopsService(config(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("to.clasp.transport.netty: threads = -1 must be 0 to 1024");
  }

  @Test
  void theServiceKeepsItsLoopsWhenItsConfigurationChanges() {
    EventLoopsService service = new EventLoopsService(config(1));
    Object before = service.group();
    service.modified(config(1));
    service.modified(config(2));
    assertThat(service.group()).isSameAs(before);
    assertThat(service.group().isShutdown()).isFalse();
    service.close();
    assertThat(service.group().isTerminated()).isTrue();
  }

  private static EventLoopsConfig config(int threads) {
    return new EventLoopsConfig() {
      @Override
      public int threads() {
        return threads;
      }

      @Override
      public Class<? extends Annotation> annotationType() {
        return EventLoopsConfig.class;
      }
    };
  }
}
