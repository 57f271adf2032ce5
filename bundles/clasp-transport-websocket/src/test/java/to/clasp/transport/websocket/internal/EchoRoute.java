package to.clasp.transport.websocket.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import to.clasp.transport.CloseReason;
import to.clasp.transport.netty.WebSocketRoute;

/** Sends back what it reads. An exclamation mark closes, a question mark breaks it. */
final class EchoRoute implements WebSocketRoute {
  static final int LARGEST = 100_000;

  final BlockingQueue<Peer> peers = new LinkedBlockingQueue<>();
  volatile RuntimeException failure;
  volatile boolean wholeMessages;
  volatile boolean textMessages;
  volatile String subprotocol = "echo";

  @Override
  public String path() {
    return "/echo";
  }

  @Override
  public String subprotocol() {
    return subprotocol;
  }

  @Override
  public int maxFrameBytes() {
    return LARGEST;
  }

  @Override
  public boolean wholeMessages() {
    return wholeMessages;
  }

  @Override
  public boolean textMessages() {
    return textMessages;
  }

  @Override
  public void open(Channel channel) {
    if (failure != null) {
      throw failure;
    }
    Peer peer = new Peer(channel);
    channel.pipeline().addLast(peer);
    peers.add(peer);
  }

  Peer awaitPeer() throws InterruptedException {
    Peer peer = peers.poll(20, TimeUnit.SECONDS);
    assertThat(peer).as("a client of the route within 20 s").isNotNull();
    return peer;
  }

  /** One client. */
  static final class Peer extends ChannelInboundHandlerAdapter {
    final Channel channel;
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();

    Peer(Channel channel) {
      this.channel = channel;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf bytes = (ByteBuf) message;
      read.writeBytes(ByteBufUtil.getBytes(bytes));
      byte first = bytes.getByte(0);
      context.write(message);
      if (first == '!') {
        context.channel().close();
      } else if (first == '?') {
        throw new IllegalStateException("asked to break");
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      context.flush();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event == CloseReason.GOING_AWAY) {
        context.writeAndFlush(Unpooled.copiedBuffer("bye", US_ASCII));
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.channel().close();
    }

    byte[] read() {
      return read.toByteArray();
    }
  }
}
