package to.clasp.transport.websocket.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import to.clasp.transport.ConnectionAcceptor;
import to.clasp.transport.Limits;
import to.clasp.transport.netty.ChannelSecurity;
import to.clasp.transport.netty.NettyConnection;

/** Answers the one HTTP request of a connection, and then leaves together with the HTTP codec. */
final class ServerHandshake extends ChannelInboundHandlerAdapter {
  private static final long LINGER_SECONDS = 1;

  private final ConnectionAcceptor acceptor;
  private final Limits limits;
  private final Duration pingInterval;
  private HttpRequest request;
  private Future<?> deadline;
  private boolean answered;

  ServerHandshake(ConnectionAcceptor acceptor, Limits limits, Duration pingInterval) {
    this.acceptor = acceptor;
    this.limits = limits;
    this.pingInterval = pingInterval;
  }

  /** Makes a channel wait for a handshake. */
  static void await(Channel channel, ConnectionAcceptor acceptor, Duration pingInterval) {
    channel
        .pipeline()
        .addLast(new HttpServerCodec(Handshake.bounds()))
        .addLast(new ServerHandshake(acceptor, acceptor.limits(), pingInterval));
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    closeAfter(limits.handshakeTimeout().toNanos(), context);
  }

  private void closeAfter(long nanos, ChannelHandlerContext context) {
    deadline = context.executor().schedule(() -> context.close(), nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    deadline.cancel(false);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      if (!answered && message instanceof HttpObject part) {
        read(context, part);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void read(ChannelHandlerContext context, HttpObject part) {
    if (part.decoderResult().isFailure()) {
      Throwable cause = part.decoderResult().cause();
      refuse(context, status(cause), "not a WebSocket handshake");
      return;
    }
    if (part instanceof HttpRequest begin) {
      request = begin;
    }
    if (part instanceof HttpContent content && content.content().isReadable()) {
      refuse(context, HttpResponseStatus.BAD_REQUEST, "a WebSocket handshake has no body");
    } else if (part instanceof LastHttpContent) {
      answer(context);
    }
  }

  private static HttpResponseStatus status(Throwable cause) {
    if (cause instanceof TooLongHttpLineException) {
      return HttpResponseStatus.REQUEST_URI_TOO_LONG;
    }
    return cause instanceof TooLongHttpHeaderException
        ? HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
        : HttpResponseStatus.BAD_REQUEST;
  }

  private void answer(ChannelHandlerContext context) {
    HttpHeaders headers = request.headers();
    if (!Handshake.contains(headers, HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET)) {
      refuse(context, HttpResponseStatus.UPGRADE_REQUIRED, "this is a CLASP WebSocket endpoint");
    } else if (!Handshake.VERSION.equals(headers.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
      refuse(context, HttpResponseStatus.UPGRADE_REQUIRED, "only WebSocket version 13");
    } else if (!HttpMethod.GET.equals(request.method())
        || !HttpVersion.HTTP_1_1.equals(request.protocolVersion())) {
      refuse(context, HttpResponseStatus.BAD_REQUEST, "a WebSocket handshake is GET of HTTP/1.1");
    } else if (!Handshake.contains(headers, HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE)) {
      refuse(context, HttpResponseStatus.BAD_REQUEST, "header Connection: Upgrade is missing");
    } else if (!Handshake.isKey(headers.get(HttpHeaderNames.SEC_WEBSOCKET_KEY))) {
      refuse(context, HttpResponseStatus.BAD_REQUEST, "header Sec-WebSocket-Key is not valid");
    } else {
      upgrade(context);
    }
  }

  /**
   * The acceptor is asked before the peer can know that it is connected. The bytes that follow the
   * request reach the connection when the codec is removed.
   */
  private void upgrade(ChannelHandlerContext context) {
    answered = true;
    Channel channel = context.channel();
    context.write(switching(request.headers()));
    HttpServerCodec codec = channel.pipeline().get(HttpServerCodec.class);
    codec.removeOutboundHandler();
    NettyConnection connection =
        NettyConnection.open(
            channel,
            ChannelSecurity.info("websocket", channel),
            WebSocketFraming.ofServer(limits.maxFrameBytes()),
            acceptor::accept);
    channel.flush();
    connection.closeWhenIdle(limits.idleTimeout());
    connection.pingEvery(pingInterval);
    channel.pipeline().remove(this);
    channel.pipeline().remove(codec);
  }

  private static FullHttpResponse switching(HttpHeaders asked) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.SWITCHING_PROTOCOLS, Unpooled.EMPTY_BUFFER);
    String key = asked.get(HttpHeaderNames.SEC_WEBSOCKET_KEY).trim();
    response
        .headers()
        .set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET)
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE)
        .set(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT, Handshake.accept(key));
    if (asked.containsValue(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, Handshake.SUBPROTOCOL, false)) {
      response.headers().set(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, Handshake.SUBPROTOCOL);
    }
    return response;
  }

  /** The peer gets a second to read the answer, even if it has not stopped sending. */
  private void refuse(ChannelHandlerContext context, HttpResponseStatus status, String text) {
    answered = true;
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer((text + "\n").getBytes(US_ASCII)));
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.TEXT_PLAIN)
        .set(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes())
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    if (status.equals(HttpResponseStatus.UPGRADE_REQUIRED)) {
      response
          .headers()
          .set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET)
          .set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, Handshake.VERSION)
          .add(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
    }
    deadline.cancel(false);
    closeAfter(TimeUnit.SECONDS.toNanos(LINGER_SECONDS), context);
    ChannelFuture written = context.writeAndFlush(response);
    written.addListener(done -> ChannelSecurity.endOutput(context.channel()));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
    context.close();
  }
}
