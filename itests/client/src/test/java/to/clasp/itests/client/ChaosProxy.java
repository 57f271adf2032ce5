package to.clasp.itests.client;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * A bad network between clients and one port: it cuts connections in the middle of whatever is on
 * its way, stops for a while, delivers byte by byte, and refuses. All follows from a seed and the
 * number of bytes that pass. Several threads at a time.
 */
final class ChaosProxy implements Closeable {
  /** What happens to a connection. */
  enum Fault {
    /** Both sides are reset; what was on its way is gone. */
    CUT,
    /** Nothing passes for a while. */
    STALL,
    /** The next bytes come one by one. */
    BYTEWISE,
    /** As CUT, and so are the next attempts to connect. */
    REFUSE
  }

  private static final int BUFFER = 8192;
  private static final int LONGEST_STALL_MILLIS = 150;
  private static final int SLOW_BYTES = 1500;
  private static final int REFUSALS = 2;

  private final ServerSocket server;
  private final InetSocketAddress target;
  private final int spacing;
  private final Random random;

  /** The next faults: each kind comes once before any comes again. */
  private final List<Fault> deck = new ArrayList<>();

  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
  private boolean calm;
  private boolean silent;
  private int refusals;

  /**
   * A proxy that listens.
   *
   * @param target the port behind it, on 127.0.0.1
   * @param spacing mean number of bytes between two faults of one direction
   * @param seed decides about all faults
   */
  ChaosProxy(int target, int spacing, long seed) throws IOException {
    this.target = new InetSocketAddress(InetAddress.getLoopbackAddress(), target);
    this.spacing = spacing;
    this.random = new Random(seed);
    this.server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** No further faults. */
  synchronized void calm() {
    calm = true;
  }

  /** Takes bytes from now on, and passes on nothing, also on later connections; or no longer. */
  synchronized void silence(boolean on) {
    silent = on;
  }

  /** How often each happened. */
  synchronized Map<Fault, Integer> faults() {
    return new EnumMap<>(faults);
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "chaos");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        if (isRefused()) {
          reset(client);
          continue;
        }
        Socket relay = new Socket();
        relay.connect(target);
        sockets.add(client);
        sockets.add(relay);
        client.setTcpNoDelay(true);
        relay.setTcpNoDelay(true);
        start(() -> pump(client, relay));
        start(() -> pump(relay, client));
      }
    } catch (IOException closed) {
      // the test has ended
    }
  }

  private synchronized boolean isRefused() {
    return !calm && refusals > 0 && refusals-- > 0;
  }

  /** One direction. */
  private void pump(Socket from, Socket to) {
    byte[] buffer = new byte[BUFFER];
    int untilFault = spacing();
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        if (isSilent()) {
          continue;
        }
        if (untilFault > count || isCalm()) {
          out.write(buffer, 0, count);
          untilFault -= count;
        } else {
          untilFault = Math.max(0, untilFault);
          out.write(buffer, 0, untilFault);
          strike(out, buffer, untilFault, count - untilFault);
          untilFault = spacing();
        }
      }
    } catch (IOException over) {
      // either side has ended, or this side did it
    } finally {
      reset(from);
      reset(to);
    }
  }

  private void strike(OutputStream out, byte[] buffer, int offset, int left) throws IOException {
    Fault fault = next();
    if (fault == Fault.STALL) {
      LockSupport.parkNanos(1_000_000L * stallMillis());
      out.write(buffer, offset, left);
    } else if (fault == Fault.BYTEWISE) {
      int slow = Math.min(left, SLOW_BYTES);
      for (int i = 0; i < slow; i++) {
        out.write(buffer, offset + i, 1);
      }
      out.write(buffer, offset + slow, left - slow);
    } else {
      throw new IOException(fault.toString());
    }
  }

  private synchronized Fault next() {
    if (deck.isEmpty()) {
      deck.addAll(List.of(Fault.values()));
      Collections.shuffle(deck, random);
    }
    Fault fault = deck.remove(0);
    faults.merge(fault, 1, Integer::sum);
    if (fault == Fault.REFUSE) {
      refusals = 1 + random.nextInt(REFUSALS);
    }
    return fault;
  }

  private synchronized int spacing() {
    return spacing / 2 + random.nextInt(spacing);
  }

  private synchronized int stallMillis() {
    return 1 + random.nextInt(LONGEST_STALL_MILLIS);
  }

  private synchronized boolean isCalm() {
    return calm;
  }

  private synchronized boolean isSilent() {
    return silent;
  }

  private void reset(Socket socket) {
    sockets.remove(socket);
    try {
      socket.setSoLinger(true, 0);
    } catch (SocketException closed) {
      // closed already
    }
    try {
      socket.close();
    } catch (IOException closed) {
      // closed already
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    sockets.forEach(this::reset);
  }
}
