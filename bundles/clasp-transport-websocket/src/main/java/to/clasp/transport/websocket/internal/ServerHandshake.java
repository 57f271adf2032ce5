package to.clasp.transport.websocket.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
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
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import to.clasp.transport.ConnectionAcceptor;
import to.clasp.transport.Limits;
import to.clasp.transport.netty.ChannelSecurity;
import to.clasp.transport.netty.HttpFallback;
import to.clasp.transport.netty.NettyConnection;

/** Answers the one HTTP request of a connection, and then leaves together with the HTTP codec. */
final class ServerHandshake extends ChannelInboundHandlerAdapter {
  private static final long LINGER_SECONDS = 1;

  private final ConnectionAcceptor acceptor;
  private final Limits limits;
  private final Settings settings;
  private final Supplier<HttpFallback> plainHttp;
  private final Routes routes;
  private HttpRequest request;
  private Future<?> deadline;
  private boolean answered;

  private ServerHandshake(
      ConnectionAcceptor acceptor,
      Settings settings,
      Supplier<HttpFallback> plainHttp,
      Routes routes) {
    this.acceptor = acceptor;
    this.limits = acceptor.limits();
    this.settings = settings;
    this.plainHttp = plainHttp;
    this.routes = routes;
  }

  /**
   * Makes a channel wait for a handshake.
   *
   * @param plainHttp who answers other requests, null if nobody does
   * @param routes who speaks other protocols
   */
  static void await(
      Channel channel,
      ConnectionAcceptor acceptor,
      Settings settings,
      Supplier<HttpFallback> plainHttp,
      Routes routes) {
    channel
        .pipeline()
        .addLast(new HttpServerCodec(Handshake.bounds()))
        .addLast(new ServerHandshake(acceptor, settings, plainHttp, routes));
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
      if (passOn(context)) {
        return;
      }
    }
    if (part instanceof HttpContent content && content.content().isReadable()) {
      refuse(context, HttpResponseStatus.BAD_REQUEST, "a WebSocket handshake has no body");
    } else if (part instanceof LastHttpContent) {
      answer(context);
    }
  }

  /** Leaves a channel to those who answer other requests. It may come back. */
  private boolean passOn(ChannelHandlerContext context) {
    HttpFallback others = plainHttp.get();
    if (others == null || isUpgrade()) {
      return false;
    }
    answered = true;
    others.serve(
        context.channel(),
        back ->
            back.pipeline().addLast(new ServerHandshake(acceptor, settings, plainHttp, routes)));
    context.fireChannelRead(ReferenceCountUtil.retain(request));
    context.pipeline().remove(this);
    return true;
  }

  private boolean isUpgrade() {
    return Handshake.contains(
        request.headers(), HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
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
    if (!isUpgrade()) {
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
    } else if (!settings.origins().allow(headers.get(HttpHeaderNames.ORIGIN))) {
      refuse(context, HttpResponseStatus.FORBIDDEN, "pages of this origin are not allowed here");
    } else if (!acceptor.isAccepting()) {
      refuse(context, HttpResponseStatus.SERVICE_UNAVAILABLE, "the service ends");
    } else {
      upgrade(context);
    }
  }

  /** The bytes that follow the request reach who is next when the codec is removed. */
  private void upgrade(ChannelHandlerContext context) {
    answered = true;
    Channel channel = context.channel();
    HttpServerCodec codec = channel.pipeline().get(HttpServerCodec.class);
    codec.removeOutboundHandler();
    Routes.Open other = routes.find(request);
    if (other == null) {
      context.write(switching(context.alloc(), request.headers(), Handshake.SUBPROTOCOL));
      connect(channel);
    } else {
      String subprotocol = other.route().subprotocol();
      context.writeAndFlush(switching(context.alloc(), request.headers(), subprotocol));
      other.take(channel, settings.pingInterval());
    }
    channel.pipeline().remove(this);
    channel.pipeline().remove(codec);
  }

  /** The acceptor is asked before the peer can know that it is connected. */
  private void connect(Channel channel) {
    NettyConnection connection =
        NettyConnection.open(
            channel,
            ChannelSecurity.info("websocket", channel),
            WebSocketFraming.ofServer(limits.maxFrameBytes()),
            acceptor::accept);
    channel.flush();
    connection.closeWhenIdle(limits.idleTimeout());
    connection.pingEvery(settings.pingInterval());
  }

  /** Written by hand: the encoder would be compiled at length for the few times that it is used. */
  private static ByteBuf switching(
      ByteBufAllocator allocator, HttpHeaders asked, String subprotocol) {
    String key = asked.get(HttpHeaderNames.SEC_WEBSOCKET_KEY).trim();
    StringBuilder text =
        new StringBuilder(192)
            .append("HTTP/1.1 101 Switching Protocols\r\n")
            .append("Upgrade: websocket\r\nConnection: Upgrade\r\n")
            .append("Sec-WebSocket-Accept: ")
            .append(Handshake.accept(key))
            .append("\r\n");
    if (asked.containsValue(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, subprotocol, false)) {
      text.append("Sec-WebSocket-Protocol: ").append(subprotocol).append("\r\n");
    }
    return ByteBufUtil.writeAscii(allocator, text.append("\r\n"));
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
