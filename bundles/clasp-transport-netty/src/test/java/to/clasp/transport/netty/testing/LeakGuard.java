package to.clasp.transport.netty.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class when a buffer was lost in it, or in another that ran at the same time. Loaded
 * before any buffer is made.
 */
public final class LeakGuard implements AfterAllCallback {
  private static final String CANARY = "lost on purpose by the leak guard";
  private static final AtomicInteger CANARIES = new AtomicInteger();
  private static final List<String> LEAKS = new CopyOnWriteArrayList<>();

  static {
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(
        new ResourceLeakDetectorFactory() {
          @Override
          @SuppressWarnings("deprecation")
          public <T> ResourceLeakDetector<T> newResourceLeakDetector(
              Class<T> resource, int samplingInterval, long maxActive) {
            return new Recorder<>(resource, samplingInterval);
          }
        });
  }

  @Override
  public void afterAll(ExtensionContext context) {
    assertThat(found()).isEmpty();
  }

  /**
   * Loses a buffer on purpose and waits until that is found: then older losses are found too. Each
   * gets a number of its own, because Netty reports the same text only once.
   */
  public static synchronized List<String> found() {
    lose(CANARY + ", number " + CANARIES.incrementAndGet());
    long deadline = System.nanoTime() + 30_000_000_000L;
    while (LEAKS.stream().noneMatch(leak -> leak.contains(CANARY))) {
      assertThat(System.nanoTime()).as("leak detection does not work").isLessThan(deadline);
      System.gc();
      LockSupport.parkNanos(5_000_000);
      PooledByteBufAllocator.DEFAULT.directBuffer(16).release();
    }
    List<String> real = LEAKS.stream().filter(leak -> !leak.contains(CANARY)).toList();
    LEAKS.removeIf(leak -> leak.contains(CANARY) || real.contains(leak));
    return real;
  }

  static void lose(String hint) {
    ByteBuf lost = PooledByteBufAllocator.DEFAULT.directBuffer(16);
    lost.touch(hint);
  }

  private static final class Recorder<T> extends ResourceLeakDetector<T> {
    @SuppressWarnings("deprecation")
    Recorder(Class<?> resource, int samplingInterval) {
      super(resource, samplingInterval);
    }

    @Override
    protected boolean needReport() {
      return true;
    }

    @Override
    protected void reportTracedLeak(String resource, String records) {
      LEAKS.add(resource + records);
    }

    @Override
    protected void reportUntracedLeak(String resource) {
      LEAKS.add(resource);
    }
  }
}
