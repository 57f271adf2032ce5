package to.clasp.osc.internal.edge;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import to.clasp.osc.internal.codec.OscWriter;
import to.clasp.transport.ConnectionInfo;

/** The way to a UDP client: one datagram for each message. */
final class UdpOutlet implements Outlet {
  /** Of all clients of the port, above its water mark; datagrams beyond are lost on the way. */
  private static final long MOST_WAITING = 4 << 20;

  private final UdpPort port;
  private final InetSocketAddress client;
  private final Consumer<InetSocketAddress> onEnd;

  /**
   * @param onEnd told the client when it has no session any more
   */
  UdpOutlet(UdpPort port, InetSocketAddress client, Consumer<InetSocketAddress> onEnd) {
    this.port = port;
    this.client = client;
    this.onEnd = onEnd;
  }

  @Override
  public ScheduledExecutorService loop() {
    return port.channel().eventLoop();
  }

  @Override
  public int localPort() {
    return port.number();
  }

  @Override
  public boolean isConnection() {
    return false;
  }

  @Override
  public ConnectionInfo info() {
    return new ConnectionInfo(Edge.TRANSPORT, client, false, false, Optional.empty());
  }

  @Override
  public boolean asksByJson() {
    return false;
  }

  @Override
  public void send(OscWriter message, InetSocketAddress to) {
    Channel channel = port.channel();
    int size = message.size();
    if (size > UdpPort.LARGEST_SENT) {
      port.unsent(client, size);
      return;
    }
    if (channel.bytesBeforeWritable() > MOST_WAITING) {
      return;
    }
    InetSocketAddress place = place(to);
    if (!place.equals(client) || port.isTarget(client)) {
      port.sent().add(message, place);
    }
    ByteBuf datagram = channel.alloc().directBuffer(size).writeBytes(message.bytes(), 0, size);
    channel.write(new DatagramPacket(datagram, place), channel.voidPromise());
    port.written();
    if (!channel.isWritable()) {
      port.flush();
    }
  }

  private InetSocketAddress place(InetSocketAddress to) {
    return to == null ? port.replyAddress(client) : to;
  }

  /** Two relays that give each other everything would go on with one value for ever. */
  @Override
  public boolean leadsBack(OscWriter message, InetSocketAddress to, Sources.Source source) {
    if (source.isConnection()) {
      return false;
    }
    InetSocketAddress place = place(to);
    return place.equals(source.from())
        || place.equals(port.replyAddress(source.from()))
        || mayBeOf(place, source.from()) && port.sent().contains(message, place);
  }

  /** Another target is somebody else, who may well say what was said before. */
  private boolean mayBeOf(InetSocketAddress place, InetSocketAddress source) {
    return place.getPort() == source.getPort() && !port.isTarget(source);
  }

  @Override
  public void flush() {
    port.flush();
  }

  @Override
  public boolean isWritable() {
    return port.channel().isWritable();
  }

  /** The other clients of the port are read on; what the client sends waits, or is dropped. */
  @Override
  public void setReading(boolean on) {}

  @Override
  public void setHeld(boolean on) {}

  @Override
  public void ended() {
    onEnd.accept(client);
  }
}
