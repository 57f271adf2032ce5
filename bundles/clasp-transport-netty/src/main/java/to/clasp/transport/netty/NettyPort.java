package to.clasp.transport.netty;

import io.netty.channel.Channel;
import java.io.IOException;
import java.net.URI;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The port of a transport, which follows its configuration while it is open. Safe from any thread
 * but a loop.
 */
public final class NettyPort implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NettyPort.class);
  private static final Open CLOSED = new Open(null, null, null, Set.of());

  private final EventLoops loops;
  private final TlsContexts contexts;
  private final PortSettings.Schemes schemes;
  private final Consumer<Channel> setup;
  private volatile Open open = CLOSED;

  /** What is in use. */
  private record Open(
      PortSettings settings, NettyListener listener, ServerTls tls, Set<URI> uris) {}

  /**
   * Opens a port.
   *
   * @param loops run the port and its connections
   * @param contexts hold what it is secured with
   * @param schemes how clients call the transport
   * @param settings where to listen, and how secured
   * @param setup as in {@link NettyListener#open}
   * @throws IOException if a file of TLS is wrong or the port cannot be opened; says why
   */
  public NettyPort(
      EventLoops loops,
      TlsContexts contexts,
      PortSettings.Schemes schemes,
      PortSettings settings,
      Consumer<Channel> setup)
      throws IOException {
    this.loops = loops;
    this.contexts = contexts;
    this.schemes = schemes;
    this.setup = setup;
    ServerTls tls = secured(settings);
    try {
      open = listen(settings, tls);
    } catch (IOException failure) {
      release(tls);
      throw failure;
    }
  }

  /**
   * Where clients can connect to. Safe from any thread.
   *
   * @return none while the port is closed
   */
  public Set<URI> uris() {
    return open.uris();
  }

  /**
   * Takes other settings. Only another host or port cuts connections; another certificate counts
   * for new ones. After a failure everything is as it was.
   *
   * @param next the new settings
   * @throws IOException if a file of TLS is wrong or the port cannot be opened; says why
   */
  public synchronized void change(PortSettings next) throws IOException {
    Open old = open;
    if (next.equals(old.settings())) {
      return;
    }
    ServerTls tls = secured(next);
    try {
      if (old != CLOSED && next.samePlace(old.settings())) {
        old.listener().secure(tls);
        open = opened(next, old.listener(), tls);
      } else {
        move(old, next, tls);
      }
    } catch (IOException failure) {
      release(tls);
      throw failure;
    }
    release(old.tls());
  }

  /** A port of another number is opened before the old one is closed. */
  private void move(Open old, PortSettings next, ServerTls tls) throws IOException {
    if (old == CLOSED || next.port() != old.settings().port()) {
      open = listen(next, tls);
      stop(old);
      return;
    }
    stop(old);
    open = CLOSED;
    try {
      open = listen(next, tls);
    } catch (IOException failure) {
      open = listen(old.settings(), old.tls());
      throw failure;
    }
  }

  private ServerTls secured(PortSettings settings) throws IOException {
    return settings.tls() == null ? null : contexts.open(settings.tls());
  }

  private Open listen(PortSettings settings, ServerTls tls) throws IOException {
    return opened(
        settings, NettyListener.open(loops, settings.host(), settings.port(), tls, setup), tls);
  }

  private Open opened(PortSettings settings, NettyListener listener, ServerTls tls) {
    Open now = new Open(settings, listener, tls, settings.uris(schemes, listener.port()));
    LOG.info("port open: {}", text(now));
    return now;
  }

  private static void stop(Open old) {
    if (old != CLOSED) {
      old.listener().close();
      LOG.info("port closed: {}", text(old));
    }
  }

  private static String text(Open open) {
    return open.uris().stream().map(URI::toString).collect(Collectors.joining(", "));
  }

  private static void release(ServerTls tls) {
    if (tls != null) {
      tls.close();
    }
  }

  @Override
  public synchronized void close() {
    Open last = open;
    open = CLOSED;
    stop(last);
    release(last.tls());
  }
}
