package to.clasp.testkit;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import to.clasp.transport.CloseReason;
import to.clasp.transport.ConnectOptions;
import to.clasp.transport.Connection;
import to.clasp.transport.ConnectionAcceptor;
import to.clasp.transport.ConnectionHandler;
import to.clasp.transport.ConnectionInfo;
import to.clasp.transport.Connector;
import to.clasp.transport.Endpoint;
import to.clasp.transport.Limits;

/**
 * A transport in memory, stricter than any network: what is written before one flush arrives as one
 * batch, a borrowed buffer is spoiled after the call, and a call from the wrong thread is an error.
 *
 * <p>The ends that the acceptor gets are spread evenly over the given number of event loops; the
 * ends of connectors have one loop of their own. A connection is unwritable while more bytes than
 * the high-water mark are written and not yet read by the peer, and writable again at half of it.
 *
 * <p>Safe from any thread. {@link #close()} fails if the code under test broke the threading rules.
 */
public final class MemoryTransport implements Connector, Endpoint, AutoCloseable {
  private static final int DEFAULT_HIGH_WATER = 64 * 1024;
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final URI uri = URI.create("memory://local:" + NUMBERS.incrementAndGet());
  private final int highWater;
  private final List<MemoryLoop> loops = new ArrayList<>();
  private final MemoryLoop clientLoop;
  private final ScheduledExecutorService timer;
  private final AtomicInteger nextLoop = new AtomicInteger();
  private final AtomicInteger nextPeer = new AtomicInteger();
  private final Set<MemoryConnection> accepted = ConcurrentHashMap.newKeySet();
  private final Set<MemoryConnection> made = ConcurrentHashMap.newKeySet();
  private final List<Throwable> violations = new CopyOnWriteArrayList<>();
  private volatile ConnectionAcceptor acceptor;

  /** One event loop, 64 KiB high-water mark. */
  public MemoryTransport() {
    this(1);
  }

  /**
   * With a 64 KiB high-water mark.
   *
   * @param loops number of event loops for accepted connections, at least 1
   */
  public MemoryTransport(int loops) {
    this(loops, DEFAULT_HIGH_WATER);
  }

  /**
   * A transport that nobody can connect to until it is started.
   *
   * @param loops number of event loops for accepted connections, at least 1
   * @param highWater bytes that may wait for the peer before a connection becomes unwritable
   */
  public MemoryTransport(int loops, int highWater) {
    if (loops < 1 || highWater < 1) {
      throw new IllegalArgumentException("loops " + loops + ", highWater " + highWater);
    }
    this.highWater = highWater;
    for (int i = 0; i < loops; i++) {
      this.loops.add(new MemoryLoop("memory-loop-" + i, this::violated));
    }
    this.clientLoop = new MemoryLoop("memory-clients", this::violated);
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "memory-timer");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Begins to accept connections. May be called again after {@link #stop()}; the URI stays.
   *
   * @param acceptor takes over the connections
   * @return where to connect to
   */
  public URI start(ConnectionAcceptor acceptor) {
    requireNonNull(acceptor, "acceptor");
    if (this.acceptor != null) {
      throw new IllegalStateException(uri + " is already started");
    }
    this.acceptor = acceptor;
    return uri;
  }

  /** Accepts no more connections and closes the accepted ones as going away. Waits until done. */
  public void stop() {
    acceptor = null;
    for (MemoryConnection connection : accepted) {
      connection.onLoop(end -> end.fail(CloseReason.GOING_AWAY, null));
    }
    long begin = System.nanoTime();
    while (!accepted.isEmpty()) {
      if (System.nanoTime() - begin > Await.DEADLINE.toNanos()) {
        violated(new IllegalStateException(accepted.size() + " connections did not close"));
        return;
      }
      LockSupport.parkNanos(100_000);
    }
  }

  /** Stops, closes the connectors' ends, ends all threads, and reports broken threading rules. */
  @Override
  public void close() {
    stop();
    for (MemoryConnection connection : made) {
      connection.onLoop(end -> end.fail(CloseReason.GOING_AWAY, null));
    }
    timer.shutdownNow();
    loops.forEach(MemoryLoop::shutdown);
    clientLoop.shutdown();
    if (!violations.isEmpty()) {
      throw new IllegalStateException(
          violations.size() + " violations, the first is the cause", violations.get(0));
    }
  }

  @Override
  public Set<URI> uris() {
    return Set.of(uri);
  }

  @Override
  public Set<String> schemes() {
    return Set.of("memory");
  }

  /**
   * How many accepted connections have not been told that they are closed.
   *
   * @return zero or more
   */
  public int openConnections() {
    return accepted.size();
  }

  @Override
  public CompletionStage<Connection> connect(
      URI to, ConnectOptions how, Function<Connection, ConnectionHandler> handler) {
    ConnectionAcceptor target = acceptor;
    if (target == null || !uri.equals(to)) {
      return CompletableFuture.failedFuture(new IOException(to + ": nobody listens there"));
    }
    Limits limits = target.limits();
    MemoryLoop loop = loops.get(Math.floorMod(nextLoop.getAndIncrement(), loops.size()));
    int number = nextPeer.incrementAndGet();
    MemoryConnection server =
        new MemoryConnection(this, loop, info(number), limits.maxFrameBytes());
    MemoryConnection client = new MemoryConnection(this, clientLoop, info(0), how.maxFrameBytes());
    MemoryConnection.join(server, client);
    CompletableFuture<Connection> connected = new CompletableFuture<>();
    try {
      loop.execute(
          () -> {
            accept(target, server, limits);
            client.onLoop(end -> open(end, handler, connected));
          });
      timer.schedule(
          () -> connected.completeExceptionally(new IOException(to + ": no answer in time")),
          how.timeout().toMillis(),
          TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException stopped) {
      connected.completeExceptionally(new IOException(to + ": the transport is closed", stopped));
    }
    return connected;
  }

  private void open(
      MemoryConnection end,
      Function<Connection, ConnectionHandler> handler,
      CompletableFuture<Connection> connected) {
    made.add(end);
    try {
      end.open(requireNonNull(handler.apply(end), "no handler"), made::remove);
      connected.complete(end);
    } catch (Throwable failure) {
      made.remove(end);
      end.fail(CloseReason.INTERNAL_ERROR, failure);
      connected.completeExceptionally(new IOException(uri + ": the handler failed", failure));
    }
  }

  private void accept(ConnectionAcceptor target, MemoryConnection end, Limits limits) {
    accepted.add(end);
    ConnectionHandler handler;
    try {
      handler = requireNonNull(target.accept(end), "the acceptor returned no handler");
    } catch (Throwable failure) {
      accepted.remove(end);
      end.fail(CloseReason.INTERNAL_ERROR, failure);
      return;
    }
    end.open(handler, accepted::remove);
    if (acceptor == null) {
      end.fail(CloseReason.GOING_AWAY, null);
    } else if (!limits.idleTimeout().isZero()) {
      watch(end, limits.idleTimeout());
    }
  }

  private void watch(MemoryConnection end, Duration idleTimeout) {
    long left = idleTimeout.toNanos() - end.silence();
    if (left <= 0) {
      end.fail(CloseReason.IDLE, new IOException("no frame for " + idleTimeout));
    } else if (accepted.contains(end) && !timer.isShutdown()) {
      timer.schedule(
          () -> end.onLoop(later -> watch(later, idleTimeout)), left, TimeUnit.NANOSECONDS);
    }
  }

  private static ConnectionInfo info(int peer) {
    return new ConnectionInfo(
        "memory",
        InetSocketAddress.createUnresolved("memory", peer % 0x10000),
        false,
        true,
        Optional.empty());
  }

  int highWater() {
    return highWater;
  }

  int lowWater() {
    return highWater / 2;
  }

  void violated(Throwable violation) {
    violations.add(violation);
  }
}
