package to.clasp.transport.quic.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicConnectionCloseEvent;
import io.netty.handler.codec.quic.QuicConnectionStats;
import io.netty.handler.codec.quic.QuicDatagramExtensionEvent;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.transport.CloseReason;
import to.clasp.transport.Connection;
import to.clasp.transport.ConnectionHandler;
import to.clasp.transport.ConnectionInfo;
import to.clasp.transport.netty.NettyConnection;

/** One QUIC connection and what its streams share. Everything happens on its event loop. */
final class Peer extends ChannelInboundHandlerAdapter implements QuicFraming.Datagrams {
  /** A peer shows that it reads datagrams by sending one; this one says nothing else. */
  private static final byte PING = 0;

  /** How often packets are counted within an idle timeout. */
  private static final int LOOKS = 4;

  private static final Logger LOG = LoggerFactory.getLogger(Peer.class);

  private final QuicChannel channel;
  private final int maxStreams;
  private final boolean wantsDatagrams;
  private final List<StreamGate> streams = new ArrayList<>();
  private StreamGate first;
  private int opened;
  private int largestDatagram;
  private boolean readsDatagrams;
  private boolean datagramsWait;
  private boolean datagramsCame;
  private QuicConnectionCloseEvent told;
  private boolean closing;
  private boolean needsCertificate;
  private Future<?> deadline;
  private Future<?> pulse;
  private long packets;
  private long pingNanos;
  private long lastPing;
  private boolean pinged;

  /**
   * A connection whose handshake may still be going on.
   *
   * @param maxStreams how many streams the peer may open in all
   * @param wantsDatagrams whether streams are sent by datagram to a peer that reads them
   */
  Peer(QuicChannel channel, int maxStreams, boolean wantsDatagrams) {
    this.channel = channel;
    this.maxStreams = maxStreams;
    this.wantsDatagrams = wantsDatagrams;
  }

  /** A peer that shows no certificate is told so, and gets no stream. */
  void needCertificate() {
    needsCertificate = true;
  }

  /** Closes the connection unless it has a stream by then. */
  void expectStreamWithin(Duration time) {
    deadline =
        channel
            .eventLoop()
            .schedule(
                () -> close(CloseReason.POLICY, "no stream in time"),
                time.toNanos(),
                TimeUnit.NANOSECONDS);
  }

  /**
   * Keeps the connection alive, and its streams from being idle while packets come.
   *
   * @param ping time between pings, zero for none
   * @param idle how long streams may be silent, zero for ever
   */
  void keepAlive(Duration ping, Duration idle) {
    pingNanos = ping.toNanos();
    long look = idle.isZero() ? pingNanos : idle.toNanos() / LOOKS;
    long every = pingNanos == 0 ? look : Math.min(look, pingNanos);
    if (every > 0 && pulse == null) {
      pulse = channel.eventLoop().scheduleAtFixedRate(this::beat, 0, every, TimeUnit.NANOSECONDS);
    }
  }

  private ConnectionInfo info() {
    return new ConnectionInfo(
        "quic", channel.remoteSocketAddress(), true, true, Optional.ofNullable(certificate()));
  }

  private X509Certificate certificate() {
    try {
      return channel.sslEngine().getSession().getPeerCertificates()[0]
              instanceof X509Certificate shown
          ? shown
          : null;
    } catch (SSLPeerUnverifiedException none) {
      return null;
    }
  }

  /** A stream that is a connection now. */
  record Opened(StreamGate gate, NettyConnection connection) {}

  /** Makes a connection of a new stream. */
  Opened open(
      QuicStreamChannel stream,
      int maxFrameBytes,
      Function<Connection, ConnectionHandler> handler) {
    QuicFraming framing = new QuicFraming(maxFrameBytes, this);
    StreamGate gate = new StreamGate(this, framing);
    streams.add(gate);
    if (first == null) {
      first = gate;
      cancel(deadline);
    }
    stream.config().setAllowHalfClosure(true).setAllocator(channel.parent().alloc());
    stream.pipeline().addLast(gate);
    NettyConnection connection = NettyConnection.open(stream, info(), framing, handler);
    gate.holdEnd();
    return new Opened(gate, connection);
  }

  /** Whether no stream has been opened. */
  boolean isUnused() {
    return first == null;
  }

  /** The last stream takes the connection with it. */
  void remove(StreamGate stream) {
    closeIfLast(stream);
    streams.remove(stream);
  }

  void closeIfLast(StreamGate stream) {
    if (streams.size() == 1 && streams.get(0) == stream) {
      close(stream.reason(), stream.reason().text());
    }
  }

  /** Closes all at once; the code and the text are for the peer. */
  void close(CloseReason why, String text) {
    if (!closing) {
      closing = true;
      channel.close(true, CloseCodes.of(why), Unpooled.wrappedBuffer(text.getBytes(UTF_8)));
    }
  }

  /** Whether the peer may still tell why it ends. */
  boolean isSilentlyOpen() {
    return told == null && !closing && channel.isOpen();
  }

  /** Why the peer has closed the connection; null if it has not, or normally. */
  IOException cause() {
    if (told != null) {
      return CloseCodes.cause(told);
    }
    return channel.isTimedOut() ? new IOException("no answer from the peer any more") : null;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof QuicStreamChannel stream) {
      accept(context, stream);
      return;
    }
    try {
      if (message instanceof ByteBuf bytes) {
        readsDatagrams = true;
        datagramsCame = true;
        if (first != null) {
          first.datagram(bytes);
        }
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  /** Streams that are over count too: what is left of them in memory stays with the connection. */
  private void accept(ChannelHandlerContext context, QuicStreamChannel stream) {
    opened++;
    if (needsCertificate && certificate() == null) {
      close(CloseReason.POLICY, "a client certificate is required");
    } else if (opened > maxStreams) {
      close(CloseReason.POLICY, "more than " + maxStreams + " streams");
    } else {
      context.fireChannelRead(stream);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (datagramsCame && first != null) {
      first.datagramsRead();
    }
    datagramsCame = false;
    context.fireChannelReadComplete();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof QuicDatagramExtensionEvent allowed) {
      largestDatagram = allowed.maxLength();
    } else if (event instanceof QuicConnectionCloseEvent close) {
      told = close;
      // As a task of its own: what came before it on the streams is read first.
      context.executor().execute(channel::close);
    }
    context.fireUserEventTriggered(event);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    end();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    end();
  }

  private void end() {
    cancel(deadline);
    cancel(pulse);
    List.copyOf(streams).forEach(StreamGate::finish);
  }

  private static void cancel(Future<?> timer) {
    if (timer != null) {
      timer.cancel(false);
    }
  }

  /** Only a failed handshake does not close the connection by itself. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
    LOG.debug("{}: {}", channel, failure.toString());
    if (failure instanceof SSLException) {
      context.executor().execute(channel::close);
    }
  }

  @Override
  public boolean take(byte[] frame) {
    if (!wantsDatagrams || !readsDatagrams || frame.length > largestDatagram) {
      return false;
    }
    return channel.isWritable() && send(Unpooled.wrappedBuffer(frame));
  }

  private boolean send(ByteBuf datagram) {
    channel.write(datagram, channel.voidPromise());
    datagramsWait = true;
    return true;
  }

  void flushDatagrams() {
    if (datagramsWait) {
      datagramsWait = false;
      channel.flush();
    }
  }

  /** A packet of any kind counts as a sign of life for every stream. */
  private void beat() {
    if (!channel.isActive()) {
      return;
    }
    QuicConnectionStats now = channel.collectStats().getNow();
    if (now != null && now.recv() != packets) {
      packets = now.recv();
      List.copyOf(streams).forEach(StreamGate::signOfLife);
    }
    if (pingNanos > 0 && (!pinged || System.nanoTime() - lastPing >= pingNanos)) {
      ping();
    }
  }

  private void ping() {
    if (largestDatagram > 0 && channel.isWritable()) {
      pinged = true;
      lastPing = System.nanoTime();
      send(Unpooled.wrappedBuffer(new byte[] {PING}));
      flushDatagrams();
    }
  }
}
