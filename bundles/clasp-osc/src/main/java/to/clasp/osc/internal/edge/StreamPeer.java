package to.clasp.osc.internal.edge;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.net.InetSocketAddress;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import to.clasp.osc.internal.address.AddressBook;
import to.clasp.osc.internal.codec.OscException;
import to.clasp.osc.internal.codec.OscWriter;
import to.clasp.osc.internal.stream.PacketStream;
import to.clasp.osc.internal.stream.StreamStart;
import to.clasp.transport.ConnectionInfo;
import to.clasp.transport.netty.ChannelSecurity;

/**
 * A client with a connection. Its session begins with its first byte, but at once for a target and
 * for OSCQuery.
 */
final class StreamPeer extends SimpleChannelInboundHandler<ByteBuf> implements Outlet {
  private static final int FIRST_BYTE_SECONDS = 10;
  private static final int SMALLEST = 512;
  private static final int FULL = 64 * 1024;
  private static final long MOST_WAITING = 1 << 20;

  private final Edge edge;
  private final StreamStart start;
  private final Target target;
  private final boolean query;
  private PacketStream stream;
  private Channel channel;
  private InetSocketAddress remote;
  private Peer peer;
  private Schedule schedule;
  private ScheduledFuture<?> timer;
  private ByteBuf out;
  private boolean written;
  private boolean wanted = true;
  private boolean held;
  private boolean full;

  /**
   * @param start how packets follow each other
   * @param target what is configured for it, or null
   */
  StreamPeer(Edge edge, StreamStart start, Target target) {
    this(edge, start, target, false);
  }

  private StreamPeer(Edge edge, StreamStart start, Target target, boolean query) {
    super(ByteBuf.class);
    this.edge = edge;
    this.start = start;
    this.target = target;
    this.query = query;
  }

  /** A client that asks as OSCQuery does, and perhaps for nothing for long. */
  static StreamPeer ofQuery(Edge edge, StreamStart start) {
    return new StreamPeer(edge, start, null, true);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    if (context.channel().isActive()) {
      open(context);
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    if (channel == null) {
      open(context);
    }
  }

  private void open(ChannelHandlerContext context) {
    channel = context.channel();
    remote = (InetSocketAddress) channel.remoteAddress();
    if (target == null && !query) {
      timer = loop().schedule(this::onSilence, FIRST_BYTE_SECONDS, TimeUnit.SECONDS);
    } else {
      begin((byte) 0);
    }
  }

  private void onSilence() {
    if (peer == null) {
      channel.close();
    }
  }

  private void begin(byte first) {
    stream = start.begin(first, edge.settings().limits().maxPacketBytes());
    schedule = new Schedule(loop(), edge.micros(), edge.scheduled());
    peer = new Peer(edge, remote, this, target, AddressBook.small(), schedule);
    if (timer != null) {
      timer.cancel(false);
    }
    timer = loop().scheduleAtFixedRate(peer::sweep, 1, 1, TimeUnit.SECONDS);
    peer.begin();
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, ByteBuf in) {
    try {
      if (peer == null) {
        begin(in.getByte(in.readerIndex()));
      }
      stream.read(in, peer::receive);
    } catch (OscException lost) {
      edge.log().note(Edge.source(remote), "sends " + lost.getMessage());
      channel.close();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (peer != null) {
      peer.endBatch();
    }
    // Answers that do not pass through the router must not pile up, either.
    if (channel.bytesBeforeWritable() > MOST_WAITING) {
      full = true;
      read();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (full && channel.isWritable()) {
      full = false;
      read();
    }
    if (channel.isWritable() && peer != null) {
      loop().execute(peer::writable);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
    context.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (timer != null) {
      timer.cancel(false);
    }
    if (schedule != null) {
      schedule.close();
    }
    if (peer != null) {
      peer.end();
    }
    if (out != null) {
      out.release();
      out = null;
    }
  }

  @Override
  public ScheduledExecutorService loop() {
    return channel.eventLoop();
  }

  @Override
  public int localPort() {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  @Override
  public boolean isConnection() {
    return true;
  }

  @Override
  public ConnectionInfo info() {
    return ChannelSecurity.info(Edge.TRANSPORT, channel);
  }

  @Override
  public boolean asksByJson() {
    return query;
  }

  @Override
  public void send(OscWriter message, InetSocketAddress to) {
    if (!channel.isActive()) {
      return;
    }
    if (target != null) {
      edge.sent().add(message, remote);
    }
    if (out == null) {
      out = channel.alloc().directBuffer(SMALLEST);
    }
    stream.write(message.bytes(), message.size(), out);
    if (stream.hasBorders() || out.readableBytes() > FULL) {
      passOn();
    }
  }

  private void passOn() {
    if (out != null) {
      ByteBuf ready = out;
      out = null;
      channel.write(ready, channel.voidPromise());
      written = true;
    }
  }

  /** Of two relays that are each other's target, each has two connections to the other. */
  @Override
  public boolean leadsBack(OscWriter message, InetSocketAddress to, Sources.Source source) {
    return target != null
        && source.isConnection()
        && source.from().getAddress().equals(remote.getAddress())
        && edge.sent().contains(message, remote);
  }

  @Override
  public void flush() {
    passOn();
    if (written) {
      written = false;
      channel.flush();
    }
  }

  @Override
  public boolean isWritable() {
    return channel.isWritable();
  }

  @Override
  public void setReading(boolean on) {
    wanted = on;
    read();
  }

  @Override
  public void setHeld(boolean on) {
    held = on;
    read();
  }

  private void read() {
    channel.config().setAutoRead(wanted && !held && !full);
  }

  @Override
  public void ended() {
    flush();
    channel.close();
  }
}
