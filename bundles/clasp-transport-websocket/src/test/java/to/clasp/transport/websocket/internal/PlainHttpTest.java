package to.clasp.transport.websocket.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.URI;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import to.clasp.testkit.RecordingAcceptor;
import to.clasp.transport.netty.EventLoops;
import to.clasp.transport.netty.TlsContexts;

/** Requests that are no handshake, while somebody answers them. */
class PlainHttpTest {
  private final RecordingAcceptor acceptor = new RecordingAcceptor();
  private final EventLoops.Owned loops = EventLoops.create(1);
  private final TlsContexts.Owned contexts = TlsContexts.create();
  private WebSocketTransport transport;
  private URI uri;

  @BeforeEach
  void start() throws IOException {
    transport = new WebSocketTransport(Config.onPort(0).asAnnotation(), acceptor, loops, contexts);
    transport.plainHttp = (channel, back) -> channel.pipeline().addLast(new Answer(channel, back));
    uri = transport.uris().iterator().next();
  }

  @AfterEach
  void stop() {
    transport.close();
    contexts.close();
    loops.close();
  }

  /** Answers every request with its path, and gives the channel back for a handshake. */
  private static final class Answer extends ChannelInboundHandlerAdapter {
    private final Channel channel;
    private final Consumer<Channel> handshake;
    private HttpRequest request;

    Answer(Channel channel, Consumer<Channel> handshake) {
      this.channel = channel;
      this.handshake = handshake;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof HttpRequest head) {
        request = head;
        if (head.headers().contains(HttpHeaderNames.UPGRADE)) {
          handshake.accept(channel);
          channel.pipeline().remove(this);
          context.fireChannelRead(message);
          return;
        }
      }
      if (message instanceof LastHttpContent) {
        answer(context);
      }
      ReferenceCountUtil.release(message);
    }

    private void answer(ChannelHandlerContext context) {
      DefaultFullHttpResponse response =
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1,
              HttpResponseStatus.OK,
              Unpooled.copiedBuffer(request.uri(), US_ASCII));
      response.headers().set(HttpHeaderNames.CONTENT_LENGTH, request.uri().length());
      response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
      context.writeAndFlush(response);
    }
  }

  @Test
  void theyAreAnsweredAndTheConnectionMayGoOnToAHandshake() throws IOException {
    try (RawSocket peer = new RawSocket(uri)) {
      peer.send("GET /one HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(peer.head()).startsWith("HTTP/1.1 200 ");
      assertThat(peer.read(4)).asString(US_ASCII).isEqualTo("/one");
      peer.send("POST /two HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc");
      peer.head();
      assertThat(peer.read(4)).asString(US_ASCII).isEqualTo("/two");
      peer.send(RawSocket.request("/clasp"));
      assertThat(peer.head()).startsWith("HTTP/1.1 101 ");
      peer.send(Bytes.masked(0x82, (byte) 7));
      assertThat(acceptor.handlers().get(0).awaitFrames(1)).containsExactly(new byte[] {7});
    }
  }

  @Test
  void aHandshakeThatIsWrongIsStillRefusedHere() throws IOException {
    try (RawSocket peer = new RawSocket(uri)) {
      peer.send("GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n\r\n");
      assertThat(peer.head()).startsWith("HTTP/1.1 426 ");
    }
  }

  @Test
  void whenNobodyAnswersThemAnyMoreTheyAreRefused() throws IOException {
    transport.plainHttp = null;
    try (RawSocket peer = new RawSocket(uri)) {
      peer.send("GET /one HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(peer.head()).startsWith("HTTP/1.1 426 ");
    }
  }
}
