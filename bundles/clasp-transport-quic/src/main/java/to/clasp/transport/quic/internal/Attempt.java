package to.clasp.transport.quic.internal;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicClientCodecBuilder;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslEngine;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamType;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import to.clasp.transport.ConnectOptions;
import to.clasp.transport.Connection;
import to.clasp.transport.ConnectionHandler;
import to.clasp.transport.netty.ChannelSet;
import to.clasp.transport.netty.ClientLoops;
import to.clasp.transport.netty.ClientTls;

/** One attempt to connect: a UDP socket, a QUIC connection on it, a stream in that. */
final class Attempt {
  /** Address translators forget a silent client in half a minute. */
  private static final Duration PING = Duration.ofSeconds(10);

  private static final int NO_ANSWER_SECONDS = 30;

  /** A client that speaks at once sends its first frame in one piece. */
  private static final long OPEN_EARLY_MILLIS = 50;

  private final URI to;
  private final ConnectOptions how;
  private final Function<Connection, ConnectionHandler> handler;
  private final ClientLoops.Lease lease;
  private final ChannelSet made;
  private final CompletableFuture<Connection> result = new CompletableFuture<>();
  private volatile QuicSslEngine engine;

  Attempt(
      URI to,
      ConnectOptions how,
      Function<Connection, ConnectionHandler> handler,
      ClientLoops.Lease lease,
      ChannelSet made) {
    this.to = to;
    this.how = how;
    this.handler = handler;
    this.lease = lease;
    this.made = made;
  }

  /** Names and certificates are looked up elsewhere than on an event loop, because that blocks. */
  CompletionStage<Connection> begin(ClientContexts contexts) {
    try {
      ScheduledFuture<?> deadline =
          lease
              .loops()
              .group()
              .schedule(
                  () -> fail("no connection in time", null),
                  how.timeout().toNanos(),
                  TimeUnit.NANOSECONDS);
      result.whenComplete((connection, failure) -> deadline.cancel(false));
    } catch (RejectedExecutionException stopped) {
      giveUp(stopped);
      return result;
    }
    CompletableFuture.runAsync(() -> prepare(contexts))
        .whenComplete((done, failure) -> giveUp(failure));
    return result;
  }

  private void giveUp(Throwable failure) {
    if (failure != null) {
      lease.end();
      fail(failure);
    }
  }

  private void prepare(ClientContexts contexts) {
    QuicLibrary.require();
    InetSocketAddress address = new InetSocketAddress(ClientTls.host(to), to.getPort());
    if (address.isUnresolved()) {
      fail("unknown host", null);
    }
    if (result.isDone()) {
      lease.end();
    } else {
      openSocket(address, contexts.of(how.tls()));
    }
  }

  private void openSocket(InetSocketAddress address, QuicSslContext context) {
    ChannelFuture opening =
        TransportParameters.socket(lease.loops()).handler(codec(context)).bind(0);
    lease.endWith(opening);
    opening.addListener(
        (ChannelFuture bound) -> {
          if (bound.isSuccess()) {
            closeWithoutResult(bound.channel());
            handshake(bound.channel(), address);
          } else {
            fail(bound.cause());
          }
        });
  }

  /** When the attempt has failed, nobody else closes the channel. */
  private void closeWithoutResult(Channel channel) {
    result.whenComplete(
        (connection, failure) -> {
          if (failure != null) {
            channel.close();
          }
        });
  }

  private ChannelHandler codec(QuicSslContext context) {
    return TransportParameters.set(new QuicClientCodecBuilder())
        .initialMaxStreamsBidirectional(0)
        .maxIdleTimeout(NO_ANSWER_SECONDS, TimeUnit.SECONDS)
        .sslEngineProvider(
            channel -> {
              engine = context.newEngine(channel.alloc(), ClientTls.host(to), to.getPort());
              return engine;
            })
        .build();
  }

  /** The codec's own timeout is off: it would hold the connection until it is over. */
  private void handshake(Channel socket, InetSocketAddress address) {
    QuicChannel.newBootstrap(socket)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
        .handler(new NewPeer())
        .streamHandler(new NoStreams())
        .remoteAddress(address)
        .connect()
        .addListener(
            connected -> {
              if (connected.isSuccess()) {
                openStream((QuicChannel) connected.getNow());
              } else {
                fail(connected.cause());
              }
            });
  }

  private void openStream(QuicChannel channel) {
    channel
        .createStream(QuicStreamType.BIDIRECTIONAL, new NewStream())
        .addListener(
            opened -> {
              if (!opened.isSuccess()) {
                fail(opened.cause());
              }
            });
  }

  private void fail(String what, Throwable cause) {
    result.completeExceptionally(new IOException(to + ": " + what, cause));
  }

  /** Does nothing without a failure. */
  private void fail(Throwable failure) {
    if (failure != null) {
      Throwable real = failure instanceof CompletionException ? failure.getCause() : failure;
      SSLException refused = RememberingTrust.refusal(engine);
      if (refused != null) {
        real = refused;
      }
      fail(ClientTls.reason(real), real);
    }
  }

  private static final class NewPeer extends ChannelInitializer<QuicChannel> {
    @Override
    protected void initChannel(QuicChannel channel) {
      channel.pipeline().addLast(new Peer(channel, 0, true));
      channel.closeFuture().addListener(closed -> channel.parent().close());
    }
  }

  /** A server opens no streams: it is allowed none. */
  private static final class NoStreams extends ChannelInitializer<QuicStreamChannel> {
    @Override
    protected void initChannel(QuicStreamChannel stream) {
      stream.close();
    }
  }

  private final class NewStream extends ChannelInitializer<QuicStreamChannel> {
    @Override
    protected void initChannel(QuicStreamChannel stream) {
      if (result.isDone()) {
        return;
      }
      if (!made.add(stream)) {
        fail("the connector has stopped", null);
        return;
      }
      Peer peer = stream.parent().pipeline().get(Peer.class);
      Peer.Opened opened = peer.open(stream, how.maxFrameBytes(), handler);
      peer.keepAlive(PING, Duration.ZERO);
      stream
          .eventLoop()
          .schedule(opened.gate()::openEarly, OPEN_EARLY_MILLIS, TimeUnit.MILLISECONDS);
      result.complete(opened.connection());
    }
  }
}
