package to.clasp.itests.swap;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/** What a transport may leave behind when it stops. */
final class Traces {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final int COLLECTIONS = 3;
  private static final int FEW = 8;
  private static final long CHUNKS = 16 << 20;
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  /**
   * A picture of the process.
   *
   * @param threads how many there are of each name
   * @param descriptors how many files, sockets and pipes are open
   * @param netty bytes of direct memory that Netty has reserved
   * @param pinned bytes of it that are in buffers which nobody has released
   * @param direct bytes of direct memory of the JDK's buffers
   * @param loaders how many class loaders of the bundle are alive
   */
  record Picture(
      Map<String, Integer> threads,
      long descriptors,
      long netty,
      long pinned,
      long direct,
      long loaders) {

    /**
     * Whether nothing was left by many cycles. A thread, a file or a piece of memory more than
     * before is none of their doing; what was about to go then may have gone since.
     */
    boolean isWithin(Picture earlier) {
      return count(threads) <= count(earlier.threads) + FEW
          && descriptors <= earlier.descriptors + FEW
          && netty <= earlier.netty + CHUNKS
          && pinned <= earlier.pinned
          && direct <= earlier.direct + CHUNKS
          && loaders <= earlier.loaders;
    }

    private static int count(Map<String, Integer> threads) {
      return threads.values().stream().mapToInt(Integer::intValue).sum();
    }
  }

  private final NettyMemory memory;
  private final List<WeakReference<ClassLoader>> loaders = new ArrayList<>();

  Traces(NettyMemory memory) {
    this.memory = memory;
  }

  /** Notes the class loader that the bundle has at this moment. */
  void note(Bundle bundle) {
    ClassLoader loader = bundle.adapt(BundleWiring.class).getClassLoader();
    if (loaders.stream().noneMatch(known -> known.refersTo(loader))) {
      loaders.add(new WeakReference<>(loader));
    }
  }

  /** How many class loaders the bundle has had. */
  int noted() {
    return loaders.size();
  }

  Picture take() throws IOException {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    return new Picture(
        threads(),
        descriptors(),
        memory.reserved(),
        memory.pinned(),
        memory.ofJdk(),
        loaders.stream().filter(loader -> loader.get() != null).count());
  }

  /** What ends a little later than its bundle (threads, buffers of a loop) is waited for. */
  Picture settled(Picture wanted) throws IOException, InterruptedException {
    long end = System.nanoTime() + DEADLINE.toNanos();
    Picture picture = take();
    while (!picture.isWithin(wanted) && System.nanoTime() < end) {
      Thread.sleep(20);
      picture = take();
    }
    return picture;
  }

  /** Without those that come and go with the load, some seconds behind it. */
  private static Map<String, Integer> threads() {
    Map<String, Integer> names = new TreeMap<>();
    Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> !name.startsWith("ForkJoinPool.commonPool-"))
        .filter(name -> !name.startsWith("globalEventExecutor-"))
        .forEach(name -> names.merge(name, 1, Integer::sum));
    return names;
  }

  private static long descriptors() throws IOException {
    if (!Files.isDirectory(DESCRIPTORS)) {
      return 0;
    }
    try (Stream<Path> open = Files.list(DESCRIPTORS)) {
      return open.count();
    }
  }
}
