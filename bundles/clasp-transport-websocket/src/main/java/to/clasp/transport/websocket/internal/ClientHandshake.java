package to.clasp.transport.websocket.internal;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.URI;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import to.clasp.transport.Connection;
import to.clasp.transport.ConnectionHandler;
import to.clasp.transport.netty.ChannelSecurity;
import to.clasp.transport.netty.ClientTls;
import to.clasp.transport.netty.NettyConnection;

/** Asks for the upgrade, checks the answer, and then leaves together with the HTTP codec. */
final class ClientHandshake extends ChannelInboundHandlerAdapter {
  private final URI to;
  private final int maxFrameBytes;
  private final Function<Connection, ConnectionHandler> handler;
  private final CompletableFuture<Connection> result;
  private final String key = newKey();
  private HttpResponse response;

  ClientHandshake(
      URI to,
      int maxFrameBytes,
      Function<Connection, ConnectionHandler> handler,
      CompletableFuture<Connection> result) {
    this.to = to;
    this.maxFrameBytes = maxFrameBytes;
    this.handler = handler;
    this.result = result;
  }

  private static String newKey() {
    byte[] bytes = new byte[16];
    ThreadLocalRandom.current().nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    String query = to.getRawQuery() == null ? "" : "?" + to.getRawQuery();
    String path = to.getRawPath().isEmpty() ? "/" : to.getRawPath();
    FullHttpRequest request =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1, HttpMethod.GET, path + query, Unpooled.EMPTY_BUFFER);
    request
        .headers()
        .set(
            HttpHeaderNames.HOST,
            to.getPort() < 0 ? to.getHost() : to.getHost() + ":" + to.getPort())
        .set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET)
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE)
        .set(HttpHeaderNames.SEC_WEBSOCKET_KEY, key)
        .set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, Handshake.VERSION)
        .set(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, Handshake.SUBPROTOCOL);
    context.writeAndFlush(request);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      if (message instanceof HttpObject part && !result.isDone()) {
        read(context, part);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void read(ChannelHandlerContext context, HttpObject part) {
    if (part.decoderResult().isFailure()) {
      fail(context, "the answer is not HTTP", part.decoderResult().cause());
      return;
    }
    if (part instanceof HttpResponse begin) {
      response = begin;
    }
    if (part instanceof LastHttpContent) {
      String wrong = wrong();
      if (wrong == null) {
        upgrade(context.channel());
      } else {
        fail(context, wrong, null);
      }
    }
  }

  /** What is wrong with the answer, or null. */
  private String wrong() {
    HttpHeaders headers = response.headers();
    if (!HttpResponseStatus.SWITCHING_PROTOCOLS.equals(response.status())) {
      return "refused with HTTP " + response.status().code();
    }
    if (!Handshake.contains(headers, HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET)
        || !Handshake.accept(key).equals(headers.get(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT))) {
      return "the answer is not that of a WebSocket server";
    }
    String chosen = headers.get(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL);
    if (chosen != null && !Handshake.SUBPROTOCOL.equals(chosen)) {
      return "the server has chosen a sub-protocol that was not offered";
    }
    return null;
  }

  /** The bytes that follow the answer reach the connection when the codec is removed. */
  private void upgrade(Channel channel) {
    HttpClientCodec codec = channel.pipeline().get(HttpClientCodec.class);
    codec.removeOutboundHandler();
    NettyConnection connection =
        NettyConnection.open(
            channel,
            ChannelSecurity.info("websocket", channel),
            WebSocketFraming.ofClient(maxFrameBytes),
            handler);
    result.complete(connection);
    channel.pipeline().remove(this);
    channel.pipeline().remove(codec);
  }

  private void fail(ChannelHandlerContext context, String what, Throwable cause) {
    result.completeExceptionally(new IOException(to + ": " + what, cause));
    context.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    fail(context, "the connection ended during the handshake", null);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof SslHandshakeCompletionEvent done && !done.isSuccess()) {
      exceptionCaught(context, done.cause());
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
    fail(context, ClientTls.reason(failure), failure);
  }
}
