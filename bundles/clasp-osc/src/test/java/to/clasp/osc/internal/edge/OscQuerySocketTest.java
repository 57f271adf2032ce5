package to.clasp.osc.internal.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import to.clasp.protocol.Set;
import to.clasp.protocol.Value;
import to.clasp.testkit.Await;
import to.clasp.testkit.RawClient;
import to.clasp.transport.netty.EventLoops;
import to.clasp.transport.netty.NettyListener;
import to.clasp.transport.netty.testing.LeakGuard;

/** The route for OSCQuery, without the WebSocket transport: buffers for its messages. */
@ExtendWith(LeakGuard.class)
class OscQuerySocketTest {
  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
  private final EventLoops.Owned loops = EventLoops.create(1);
  private EdgeFixture edge;
  private NettyListener port;
  private Channel client;

  @BeforeEach
  void connect() throws Exception {
    edge = new EdgeFixture(Map.of());
    OscWebSocketRoute route = OscWebSocketRoute.ofQuery(edge.edge);
    assertThat(route.path()).isEqualTo("/oscquery");
    assertThat(route.subprotocol()).isEmpty();
    assertThat(route.wholeMessages() && route.textMessages()).isTrue();
    port =
        NettyListener.open(
            loops,
            "127.0.0.1",
            0,
            null,
            accepted -> {
              accepted.pipeline().addLast(new Framed());
              route.open(accepted);
            });
    client =
        new Bootstrap()
            .group(loops.group())
            .channel(loops.clientChannel())
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel opened) {
                    opened.pipeline().addLast(new Framed(), new Receiver());
                  }
                })
            .connect("127.0.0.1", port.port())
            .sync()
            .channel();
  }

  @AfterEach
  void close() {
    port.close();
    loops.close();
    edge.close();
  }

  private final class Receiver extends SimpleChannelInboundHandler<ByteBuf> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf message) {
      byte[] packet = ByteBufUtil.getBytes(message);
      received.add(OscText.of(packet, packet.length));
    }
  }

  private void send(byte[] message) throws InterruptedException {
    client.writeAndFlush(Unpooled.wrappedBuffer(message)).sync();
  }

  private void command(String json) throws InterruptedException {
    send(json.getBytes(UTF_8));
    assertThat(answered()).isNull();
  }

  /** What comes before the answer to a ping. */
  private String answered() throws InterruptedException {
    send(OscText.message("/clasp/ping"));
    String next = next();
    if (next.startsWith("/clasp/pong")) {
      return null;
    }
    assertThat(next()).startsWith("/clasp/pong");
    return next;
  }

  private String next() throws InterruptedException {
    String next = received.poll(10, TimeUnit.SECONDS);
    assertThat(next).as("something within 10 s").isNotNull();
    return next;
  }

  private static String listen(String path) {
    return "{\"COMMAND\":\"LISTEN\",\"DATA\":\"" + path + "\"}";
  }

  private static String ignore(String path) {
    return "{ \"DATA\" : \"" + path + "\", \"COMMAND\" : \"IGNORE\" }";
  }

  @Test
  void whoListensIsToldWhatIsThereAndWhatChangesAndNothingElse() throws Exception {
    RawClient writer = edge.client();
    writer.send(Set.of("/osc/a", Value.of(1)), Set.of("/osc/b", Value.of(1)));
    writer.drain();
    send(listen("\\/a").getBytes(UTF_8));
    assertThat(next()).isEqualTo("/a ,i 1");
    command(listen("/later"));
    writer.send(Set.of("/osc/b", Value.of(2)), Set.of("/osc/a", Value.of(2)));
    assertThat(next()).isEqualTo("/a ,i 2");
    writer.send(Set.of("/osc/later", Value.of(0.5)));
    assertThat(next()).isEqualTo("/later ,f 0.5");
  }

  @Test
  void whatIsIgnoredIsNotToldAnyMore() throws Exception {
    command(listen("/a"));
    command(listen("/b"));
    RawClient writer = edge.client();
    command(ignore("/a"));
    writer.send(Set.of("/osc/a", Value.of(1)), Set.of("/osc/b", Value.of(1)));
    assertThat(next()).isEqualTo("/b ,i 1");
    command(ignore("/b"));
    assertThat(edge.router.router().status().subscriptions()).isZero();
    writer.send(Set.of("/osc/b", Value.of(2)));
    writer.drain();
    assertThat(answered()).isNull();
  }

  /** One by one, as programs do, and more of them than a session may have subscriptions. */
  @Test
  void thousandsOfAddressesAreListenedToWithOneSubscription() throws Exception {
    int many = 3000;
    for (int i = 0; i < many; i++) {
      client.write(Unpooled.wrappedBuffer(listen("/many/" + i).getBytes(UTF_8)));
      if (i % 100 == 0) {
        assertThat(answered()).isNull();
      }
    }
    assertThat(answered()).isNull();
    assertThat(edge.router.router().status().subscriptions()).isEqualTo(1);
    RawClient writer = edge.client();
    writer.send(Set.of("/osc/many/" + (many - 1), Value.of(1)));
    assertThat(next()).isEqualTo("/many/2999 ,i 1");
  }

  @Test
  void itsPacketsOfOscWriteAndItIsNotToldWhatItWrote() throws Exception {
    RawClient watcher = edge.subscriber();
    command(listen("/a"));
    send(OscText.message("/a", 5));
    assertThat(watcher.expect(Set.class).value()).isEqualTo(Value.of(5));
    assertThat(answered()).isNull();
    watcher.send(Set.of("/osc/a", Value.of(6)));
    assertThat(next()).isEqualTo("/a ,i 6");
  }

  @Test
  void whatIsNoCommandIsSkipped() throws Exception {
    for (String text :
        new String[] {
          "{",
          "{}",
          "{\"COMMAND\":\"LISTEN\"}",
          "{\"COMMAND\":1}",
          listen("a"),
          listen("/a//b"),
          listen("/*"),
          listen("/" + "a".repeat(2000)),
          "{\"COMMAND\":\"PATH_ADDED\",\"DATA\":\"/a\"}",
          "{".repeat(5000),
          "{\"\":\"\",".repeat(5000)
        }) {
      command(text);
    }
    edge.client().send(Set.of("/osc/a", Value.of(1)));
    assertThat(answered()).isNull();
    send(listen("/a").getBytes(UTF_8));
    assertThat(next()).isEqualTo("/a ,i 1");
  }

  @Test
  void whoIsSilentStays() throws Exception {
    Await.until("a session is there", () -> edge.router.router().status().sessions() == 1);
    client.close().sync();
    Await.until("its place is free", () -> edge.edge.places().taken() == 0);
  }
}
