package to.clasp.router.internal;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import to.clasp.auth.Grant;

/**
 * A whole router without a transport. Its peers hand it frames and count what it writes, all of it
 * on the thread that calls, so that nothing but the router is measured.
 */
public final class BareRouter implements AutoCloseable {
  private static final Map<String, Object> SETTINGS =
      Map.of("maxSessions", 10_000, "handshakeTimeoutSeconds", 600);

  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Executor executor = tasks::add;
  private final RouterCore core = new RouterCore(config());
  private final Acceptor acceptor =
      new Acceptor(core, credentials -> CompletableFuture.completedStage(Grant.EVERYTHING));
  private final List<BarePeer> peers = new ArrayList<>();
  private long written;

  /** A new peer with a session. */
  public BarePeer connect() {
    BarePeer peer = new BarePeer(this);
    peers.add(peer);
    peer.handshake(acceptor);
    return peer;
  }

  /** How many frames the router has written to its peers so far. */
  public long written() {
    return written;
  }

  void countWritten() {
    written++;
  }

  Executor executor() {
    return executor;
  }

  /** Does what the router left to do. */
  void runTasks() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  private static RouterConfig config() {
    return (RouterConfig)
        Proxy.newProxyInstance(
            RouterConfig.class.getClassLoader(),
            new Class<?>[] {RouterConfig.class},
            (proxy, method, arguments) ->
                SETTINGS.getOrDefault(method.getName(), method.getDefaultValue()));
  }

  @Override
  public void close() {
    peers.forEach(BarePeer::disconnect);
    runTasks();
    acceptor.close();
    core.close();
  }
}
