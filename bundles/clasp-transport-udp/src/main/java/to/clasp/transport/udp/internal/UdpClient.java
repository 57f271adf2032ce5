package to.clasp.transport.udp.internal;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.transport.CloseReason;
import to.clasp.transport.Connection;
import to.clasp.transport.ConnectionHandler;
import to.clasp.transport.Frame;
import to.clasp.transport.netty.ChannelSet;
import to.clasp.transport.netty.CloseMark;
import to.clasp.transport.netty.Dial;

/**
 * The client's end of a connection. It knocks with PING until something comes back, and shows the
 * proof of its address that the server asks for.
 */
final class UdpClient extends SimpleChannelInboundHandler<DatagramPacket>
    implements UdpConnection.Owner {
  private static final Logger LOG = LoggerFactory.getLogger(UdpConnector.class);
  private static final long KNOCK_MILLIS = 250;

  private final ChannelSet all;
  private final Dial dial;
  private final int maxFrameBytes;
  private final Function<Connection, ConnectionHandler> making;
  private final ClientProof proof = new ClientProof();
  private final UnsentCount unsent = new UnsentCount(LOG);
  private Channel channel;
  private UdpConnection connection;

  UdpClient(
      Dial dial,
      int maxFrameBytes,
      Function<Connection, ConnectionHandler> making,
      ChannelSet all) {
    // Not found out by Netty, which would keep this class for each event loop for ever.
    super(DatagramPacket.class);
    this.all = all;
    this.dial = dial;
    this.maxFrameBytes = maxFrameBytes;
    this.making = making;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    channel = context.channel();
    if (all.add(channel, this::dismiss)) {
      knock();
    } else {
      dial.fail("the connector has stopped");
    }
  }

  private void dismiss() {
    if (connection == null) {
      channel.close();
    } else {
      connection.closeForOwnReason(CloseReason.GOING_AWAY, null);
    }
  }

  private void knock() {
    if (!dial.isOver() && channel.isOpen()) {
      send(Wire.PING);
      channel.eventLoop().schedule(this::knock, KNOCK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void send(byte[] frame) {
    channel.writeAndFlush(
        channel.alloc().directBuffer(frame.length).writeBytes(frame), channel.voidPromise());
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
    byte[] datagram = new byte[packet.content().readableBytes()];
    int length = Wire.read(packet.content(), datagram);
    if (connection == null) {
      open((InetSocketAddress) channel.remoteAddress());
    }
    CloseReason told = Wire.closeReason(datagram, length);
    if (told != null) {
      connection.lost(CloseMark.cause(told));
    } else if (!isAnswerToKnock(datagram, length)) {
      receive(datagram, length);
    }
  }

  private void open(InetSocketAddress remote) {
    connection = new UdpConnection(channel, remote, false, maxFrameBytes, this);
    connection.start(making);
    dial.succeed(connection);
  }

  /** Each knock may be answered, also when the handler has begun to read. */
  private boolean isAnswerToKnock(byte[] datagram, int length) {
    return !proof.hasSpoken() && Wire.is(Wire.PONG, datagram, length);
  }

  private void receive(byte[] datagram, int length) {
    if (ClientProof.isRequest(datagram, length)) {
      byte[] again = proof.answer(datagram, length);
      if (again != null) {
        send(again);
      }
    } else {
      if (Wire.isWelcome(datagram, length)) {
        proof.done();
      }
      connection.receive(datagram, length);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (connection != null) {
      connection.readComplete();
    }
    context.flush();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (connection != null && channel.isWritable()) {
      context.executor().execute(connection::writable);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
    Throwable why =
        failure instanceof PortUnreachableException
            ? new IOException("connection refused: nobody listens there", failure)
            : failure;
    if (connection == null) {
      dial.fail(String.valueOf(why.getMessage()));
    } else {
      connection.lost(why);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (connection != null) {
      connection.lost(new IOException("the channel was closed"));
    }
  }

  /** When the last datagram is out. */
  @Override
  public void ended(UdpConnection ended, boolean byPeer) {
    channel.eventLoop().execute(channel::close);
  }

  @Override
  public void writing(Frame frame) {
    proof.sent(frame.bytes());
  }

  @Override
  public void unsent(UdpConnection to, int messages) {
    unsent.add(messages, String.valueOf(to.remote()));
  }

  @Override
  public void unread(UdpConnection from) {
    LOG.debug("a frame of {} is dropped: it is not read now", from.remote());
  }
}
