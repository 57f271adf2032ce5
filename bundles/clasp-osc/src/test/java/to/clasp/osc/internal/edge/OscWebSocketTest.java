package to.clasp.osc.internal.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import to.clasp.protocol.Set;
import to.clasp.testkit.Await;
import to.clasp.testkit.RawClient;
import to.clasp.transport.netty.EventLoops;
import to.clasp.transport.netty.NettyListener;

/** The route for WebSocket clients, without the WebSocket transport: buffers for its messages. */
class OscWebSocketTest {
  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

  @Test
  void eachBufferIsOnePacketBothWays() throws Exception {
    try (EdgeFixture edge = new EdgeFixture(Map.of());
        EventLoops.Owned loops = EventLoops.create(1)) {
      OscWebSocketRoute route = OscWebSocketRoute.of(edge.edge);
      assertThat(route.path()).isEqualTo("/osc");
      assertThat(route.subprotocol()).isEqualTo("osc");
      assertThat(route.wholeMessages()).as("a packet may come in fragments").isTrue();
      RawClient client = edge.subscriber();
      try (NettyListener port = NettyListener.open(loops, "127.0.0.1", 0, null, route::open)) {
        Channel browser = connect(loops, port.port());
        browser.writeAndFlush(Unpooled.wrappedBuffer(OscText.message("/a", 1))).sync();
        assertThat(client.expect(Set.class).address()).isEqualTo("/osc/a");
        browser.writeAndFlush(Unpooled.wrappedBuffer(OscText.message("/clasp/get", "/a"))).sync();
        assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo("/a ,i 1");
        browser.close().sync();
      }
      Await.until("the place is free", () -> edge.edge.places().taken() == 0);
    }
  }

  @Test
  void theLargestPacketCanBeChangedWhileItRuns() throws Exception {
    try (EdgeFixture edge = new EdgeFixture(Map.of("maxPacketBytes", 2048))) {
      OscWebSocketRoute route = OscWebSocketRoute.of(edge.edge);
      edge.ports.configure(EdgeFixture.settings(Map.of("maxPacketBytes", 4096)));
      assertThat(route.maxFrameBytes()).isEqualTo(4096);
    }
  }

  private Channel connect(EventLoops loops, int port) throws InterruptedException, IOException {
    return new Bootstrap()
        .group(loops.group())
        .channel(loops.clientChannel())
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new Receiver());
              }
            })
        .connect("127.0.0.1", port)
        .sync()
        .channel();
  }

  private final class Receiver extends SimpleChannelInboundHandler<ByteBuf> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf message) {
      byte[] packet = ByteBufUtil.getBytes(message);
      received.add(OscText.of(packet, packet.length));
    }
  }
}
