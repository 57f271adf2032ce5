package to.clasp.transport.websocket.internal;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import to.clasp.transport.ConnectOptions;
import to.clasp.transport.Connection;
import to.clasp.transport.ConnectionHandler;
import to.clasp.transport.Connector;
import to.clasp.transport.netty.ChannelSet;
import to.clasp.transport.netty.ClientTls;
import to.clasp.transport.netty.EventLoops;
import to.clasp.transport.netty.NettyListener;

/** Connects to WebSocket endpoints. */
@Component(
    service = Connector.class,
    property = "service.ranking:Integer=" + WebSocketConnector.RANKING)
public final class WebSocketConnector implements Connector {
  static final int RANKING = 100;
  private static final int DEFAULT_PORT = 80;
  private static final int DEFAULT_SECURED_PORT = 443;

  private final EventLoops loops;
  private final ClientTls tls = new ClientTls();
  private final ChannelSet made = new ChannelSet();

  /**
   * A connector without any connection yet.
   *
   * @param loops run its connections
   */
  @Activate
  public WebSocketConnector(@Reference EventLoops loops) {
    this.loops = loops;
  }

  /** For {@link java.util.ServiceLoader}, outside of OSGi. */
  public WebSocketConnector() {
    this(EventLoops.ofProcess());
  }

  @Override
  public Set<String> schemes() {
    return Set.of("ws", "wss");
  }

  @Override
  public int ranking() {
    return RANKING;
  }

  @Override
  public CompletionStage<Connection> connect(
      URI to, ConnectOptions how, Function<Connection, ConnectionHandler> handler) {
    CompletableFuture<Connection> result = new CompletableFuture<>();
    boolean secured = "wss".equalsIgnoreCase(to.getScheme());
    if (!secured && !"ws".equalsIgnoreCase(to.getScheme()) || to.getHost() == null) {
      result.completeExceptionally(new IOException(to + ": not a URI like ws://host:port/clasp"));
      return result;
    }
    try {
      Future<?> deadline =
          loops
              .group()
              .schedule(() -> late(to, result), how.timeout().toNanos(), TimeUnit.NANOSECONDS);
      result.whenComplete((connection, failure) -> deadline.cancel(false));
      CompletableFuture.runAsync(
              () -> {
                InetSocketAddress address = resolve(to, secured);
                SslContext context = secured ? context(how) : null;
                connect(bootstrap(to, how, context, handler, result), address, to, result);
              })
          .whenComplete((none, failure) -> fail(to, failure, result));
    } catch (RejectedExecutionException stopped) {
      fail(to, stopped, result);
    }
    return result;
  }

  /** Closes its connections as going away. */
  @Deactivate
  void close() {
    made.close();
  }

  private static void late(URI to, CompletableFuture<Connection> result) {
    result.completeExceptionally(new IOException(to + ": no connection in time"));
  }

  /** Not on an event loop, because asking the name service blocks. */
  private static InetSocketAddress resolve(URI to, boolean secured) {
    int usual = secured ? DEFAULT_SECURED_PORT : DEFAULT_PORT;
    return new InetSocketAddress(ClientTls.host(to), to.getPort() < 0 ? usual : to.getPort());
  }

  private SslContext context(ConnectOptions how) {
    try {
      return tls.context(how.tls());
    } catch (IOException unusable) {
      throw new UncheckedIOException("TLS: " + unusable.getMessage(), unusable);
    }
  }

  private Bootstrap bootstrap(
      URI to,
      ConnectOptions how,
      SslContext context,
      Function<Connection, ConnectionHandler> handler,
      CompletableFuture<Connection> result) {
    return new Bootstrap()
        .group(loops.group())
        .channel(loops.clientChannel())
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.ALLOCATOR, loops.allocator())
        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, NettyListener.WATER_MARK)
        .option(
            ChannelOption.CONNECT_TIMEOUT_MILLIS,
            (int) Math.min(Integer.MAX_VALUE, how.timeout().toMillis() + 1))
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                if (!made.add(channel)) {
                  return;
                }
                if (context != null) {
                  ClientTls.install(channel, context, to);
                }
                channel
                    .pipeline()
                    .addLast(new HttpClientCodec(Handshake.bounds(), false, false))
                    .addLast(new ClientHandshake(to, how.maxFrameBytes(), handler, result));
              }
            });
  }

  private static void connect(
      Bootstrap bootstrap,
      InetSocketAddress address,
      URI to,
      CompletableFuture<Connection> result) {
    if (address.isUnresolved()) {
      result.completeExceptionally(new IOException(to + ": unknown host"));
      return;
    }
    bootstrap
        .connect(address)
        .addListener(
            (ChannelFuture connected) -> {
              fail(to, connected.cause(), result);
              closeWithoutResult(connected.channel(), result);
            });
  }

  /** When the deadline has passed, nobody else closes the channel. */
  private static void closeWithoutResult(Channel channel, CompletableFuture<Connection> result) {
    result.whenComplete(
        (connection, failure) -> {
          if (failure != null) {
            channel.close();
          }
        });
  }

  private static void fail(URI to, Throwable failure, CompletableFuture<Connection> result) {
    if (failure != null) {
      result.completeExceptionally(new IOException(to + ": " + failure.getMessage(), failure));
    }
  }
}
