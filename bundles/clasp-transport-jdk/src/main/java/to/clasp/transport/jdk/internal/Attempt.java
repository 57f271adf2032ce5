package to.clasp.transport.jdk.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import to.clasp.transport.ConnectOptions;
import to.clasp.transport.Connection;
import to.clasp.transport.ConnectionHandler;
import to.clasp.transport.ConnectionInfo;
import to.clasp.transport.TlsOptions;

/**
 * One attempt to connect. It ends once, in a connection or in a failure that names the URI; what
 * becomes known later is dropped.
 */
final class Attempt {
  private static final String SUBPROTOCOL = "clasp";
  private static final int DEFAULT_PORT = 80;
  private static final int DEFAULT_SECURED_PORT = 443;

  private final URI to;
  private final boolean secured;
  private final ConnectOptions how;
  private final Function<Connection, ConnectionHandler> handler;
  private final SharedEngine.Lease lease;
  private final ConnectionSet made;
  private final Loop loop;
  private final CompletableFuture<Connection> result = new CompletableFuture<>();
  private InetSocketAddress remote;

  Attempt(
      URI to,
      boolean secured,
      ConnectOptions how,
      Function<Connection, ConnectionHandler> handler,
      SharedEngine.Lease lease,
      ConnectionSet made) {
    this.to = to;
    this.secured = secured;
    this.how = how;
    this.handler = handler;
    this.lease = lease;
    this.made = made;
    this.loop = lease.engine().loop();
  }

  CompletionStage<Connection> begin() {
    try {
      Future<?> deadline =
          loop.schedule(() -> fail("no connection in time", null), how.timeout().toNanos());
      result.whenComplete((connection, failure) -> deadline.cancel(false));
      Thread preparing = new Thread(this::prepare, "clasp-jdk-connect");
      preparing.setDaemon(true);
      preparing.start();
    } catch (RejectedExecutionException stopped) {
      lease.end();
      fail("the connector has stopped", stopped);
    } catch (OutOfMemoryError noThread) {
      lease.end();
      fail("no thread to connect with", noThread);
    }
    return result;
  }

  /**
   * Names and certificates are looked up elsewhere than on a loop, because that blocks; and not on
   * the common pool, where callbacks of the application may wait for just this connection.
   */
  private void prepare() {
    try {
      remote = resolve();
      HttpClient client = lease.engine().use(tls());
      CompletableFuture.completedStage(client)
          .thenCompose(this::handshake)
          .whenComplete((socket, failure) -> giveUp(failure, this::release));
    } catch (IOException | RuntimeException failure) {
      giveUp(failure, lease::end);
    }
  }

  /** The platform looks names up on a thread that others wait for, but finds what is known. */
  private InetSocketAddress resolve() throws IOException {
    String host = to.getHost();
    String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    int usual = secured ? DEFAULT_SECURED_PORT : DEFAULT_PORT;
    InetSocketAddress found = new InetSocketAddress(name, to.getPort() < 0 ? usual : to.getPort());
    if (found.isUnresolved()) {
      throw new IOException("unknown host");
    }
    return found;
  }

  private TlsOptions tls() {
    return secured ? how.tls() : TlsOptions.DEFAULT;
  }

  private CompletableFuture<WebSocket> handshake(HttpClient client) {
    Incoming[] in = new Incoming[1];
    in[0] = new Incoming(loop, socket -> open(socket, in[0]));
    return client
        .newWebSocketBuilder()
        .subprotocols(SUBPROTOCOL)
        .connectTimeout(how.timeout())
        .buildAsync(to, in[0]);
  }

  /** On the loop. */
  private void open(WebSocket socket, Incoming in) {
    if (result.isDone()) {
      socket.abort();
      release();
      return;
    }
    ConnectionInfo info = new ConnectionInfo("websocket", remote, secured, true, Optional.empty());
    JdkConnection connection =
        new JdkConnection(loop, socket, in, info, how.maxFrameBytes(), this::ended);
    if (made.add(connection)) {
      connection.open(handler);
      result.complete(connection);
    } else {
      socket.abort();
      release();
      fail("the connector has stopped", null);
    }
  }

  private void ended(JdkConnection connection) {
    made.remove(connection);
    release();
  }

  private void release() {
    lease.engine().unuse(tls());
    lease.end();
  }

  private void giveUp(Throwable failure, Runnable release) {
    if (failure != null) {
      Throwable why = Reasons.cause(failure);
      release.run();
      fail(Reasons.of(why), why);
    }
  }

  private void fail(String what, Throwable cause) {
    result.completeExceptionally(new IOException(to + ": " + what, cause));
  }
}
