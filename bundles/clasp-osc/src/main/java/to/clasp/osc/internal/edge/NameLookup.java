package to.clasp.osc.internal.edge;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Looks up the names of targets on threads of its own: a name server that does not answer would
 * hold up an event loop with all its clients. Safe from any thread.
 */
final class NameLookup implements AutoCloseable {
  private static final int THREADS = 2;
  private static final int MOST_WAITING = 256;
  private static final long IDLE_SECONDS = 5;

  private final Resolver resolver;
  private final ThreadPoolExecutor threads;

  /** Finds the address of a name, which may take a while. */
  interface Resolver {
    InetAddress resolve(String name) throws UnknownHostException;
  }

  NameLookup() {
    this(InetAddress::getByName);
  }

  NameLookup(Resolver resolver) {
    this.resolver = resolver;
    this.threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_WAITING),
            NameLookup::thread);
    threads.allowCoreThreadTimeOut(true);
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "clasp-osc-names");
    thread.setDaemon(true);
    return thread;
  }

  /** Where a target is whose host is an address, or null if it is a name. */
  static InetSocketAddress literal(Target target) {
    String host = target.host();
    return NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host)
        ? new InetSocketAddress(host, target.port())
        : null;
  }

  /**
   * Finds out where a target is.
   *
   * @return completed at once if its host is an address; with null if the name is unknown, or too
   *     many are being looked up. Never completed after {@link #close}.
   */
  CompletionStage<InetSocketAddress> find(Target target) {
    InetSocketAddress known = literal(target);
    CompletableFuture<InetSocketAddress> found = new CompletableFuture<>();
    if (known != null) {
      found.complete(known);
      return found;
    }
    try {
      threads.execute(() -> found.complete(ask(target)));
    } catch (RejectedExecutionException full) {
      found.complete(null);
    }
    return found;
  }

  private InetSocketAddress ask(Target target) {
    try {
      return new InetSocketAddress(resolver.resolve(target.host()), target.port());
    } catch (UnknownHostException | SecurityException unknown) {
      return null;
    }
  }

  /** A lookup that hangs ends by itself; nobody waits for it. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
