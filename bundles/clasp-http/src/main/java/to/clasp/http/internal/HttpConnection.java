package to.clasp.http.internal;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import to.clasp.http.HttpResponse;
import to.clasp.transport.netty.ChannelSecurity;

/**
 * One connection: one request after the other, each within its time. While one is being answered
 * nothing is read, and of what was read already only so much is kept.
 */
final class HttpConnection extends ChannelInboundHandlerAdapter {
  private static final Duration LINGER = Duration.ofSeconds(1);

  /** Parts of pipelined requests; how many of those there may be, the codec sees to. */
  private static final int MAX_WAITING = 256;

  private final HttpServer server;
  private final Consumer<Channel> handshake;
  private final Queue<HttpObject> waiting = new ArrayDeque<>();
  private ChannelHandlerContext context;
  private RequestReader reader;
  private Future<?> timer;
  private boolean oneTooMany;
  private boolean answering;
  private boolean taking;
  private boolean ending;

  /**
   * @param handshake gets the channel when a request wants to upgrade to WebSocket, or null
   */
  HttpConnection(HttpServer server, Consumer<Channel> handshake) {
    this.server = server;
    this.handshake = handshake;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
    oneTooMany = server.isFull(added.channel());
    within(server.settings().requestTimeout(), this::refuseAsSlow);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext removed) {
    end();
  }

  @Override
  public void channelInactive(ChannelHandlerContext inactive) {
    end();
    inactive.fireChannelInactive();
  }

  private void end() {
    ending = true;
    timer.cancel(false);
    waiting.forEach(ReferenceCountUtil::release);
    waiting.clear();
    setAnswering(false);
    server.outbound().end(context.channel());
    server.left(context.channel());
  }

  private void within(Duration time, Runnable otherwise) {
    if (timer != null) {
      timer.cancel(false);
    }
    timer = context.executor().schedule(otherwise, time.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void channelRead(ChannelHandlerContext from, Object message) {
    if (ending || !(message instanceof HttpObject part)) {
      ReferenceCountUtil.release(message);
    } else if (waiting.size() >= MAX_WAITING) {
      ReferenceCountUtil.release(message);
      context.close();
    } else {
      waiting.add(part);
      takeWaiting();
    }
  }

  /** Takes parts until one has to be answered. An answer may come during the call. */
  private void takeWaiting() {
    if (taking) {
      return;
    }
    taking = true;
    while (!answering && !ending && !waiting.isEmpty()) {
      take(waiting.poll());
    }
    taking = false;
    if (!ending) {
      context.channel().config().setAutoRead(!answering);
    }
  }

  private void take(HttpObject part) {
    if (part instanceof HttpRequest head && isHandshake(head)) {
      handOver(head);
      return;
    }
    try {
      read(part);
    } catch (Refusal refusal) {
      respond(refusal.response(), false);
    } finally {
      ReferenceCountUtil.release(part);
    }
  }

  private boolean isHandshake(HttpRequest head) {
    return handshake != null
        && head.decoderResult().isSuccess()
        && head.headers().containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
  }

  /** Out of the pipeline first: the codec leaves too, and passes on bytes when it does. */
  private void handOver(HttpRequest head) {
    Queue<HttpObject> rest = new ArrayDeque<>(waiting);
    waiting.clear();
    handshake.accept(context.channel());
    context.pipeline().remove(this);
    context.channel().config().setAutoRead(true);
    context.fireChannelRead(head);
    rest.forEach(context::fireChannelRead);
  }

  private void read(HttpObject part) throws Refusal {
    if (part.decoderResult().isFailure()) {
      throw RequestReader.undecodable(part.decoderResult().cause());
    }
    if (part instanceof HttpRequest head) {
      within(server.settings().requestTimeout(), this::refuseAsSlow);
      if (oneTooMany) {
        throw new Refusal(503, "too many connections");
      }
      reader = RequestReader.begin(head, server.settings().maxBodyBytes());
      if (reader.wantsContinue()) {
        context.writeAndFlush(head(HttpResponseStatus.CONTINUE));
      }
    }
    if (part instanceof HttpContent content) {
      reader.add(content.content());
    }
    if (part instanceof LastHttpContent) {
      dispatch();
    }
  }

  private static DefaultFullHttpResponse head(HttpResponseStatus status) {
    return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status);
  }

  private void dispatch() {
    boolean keepsAlive = reader.keepsAlive();
    to.clasp.http.HttpRequest request =
        reader.complete(context.channel(), server.settings().proxies());
    reader = null;
    timer.cancel(false);
    setAnswering(true);
    server
        .dispatcher()
        .dispatch(request, context.executor(), response -> respond(response, keepsAlive));
  }

  private void setAnswering(boolean on) {
    if (on != answering) {
      answering = on;
      server.answering(on ? 1 : -1);
    }
  }

  private void refuseAsSlow() {
    respond(HttpResponse.text(408, "the request took too long\n"), false);
  }

  private void respond(HttpResponse response, boolean keepsAlive) {
    if (ending) {
      return;
    }
    setAnswering(true);
    boolean stays = keepsAlive && !server.isDraining();
    ending = !stays;
    within(server.settings().answerTimeout(), context::close);
    server.outbound().begin(context.channel(), response.body().length);
    context
        .writeAndFlush(Responses.encode(response, stays))
        .addListener(written -> onWritten(written.isSuccess(), stays));
  }

  private void onWritten(boolean success, boolean stays) {
    server.outbound().end(context.channel());
    if (!success) {
      context.close();
    } else if (stays) {
      within(server.settings().keepAlive(), context::close);
      setAnswering(false);
      takeWaiting();
    } else {
      linger();
    }
  }

  /** The client gets a moment to read the answer, even if it has not stopped sending. */
  private void linger() {
    setAnswering(false);
    within(LINGER, context::close);
    context.channel().config().setAutoRead(true);
    ChannelSecurity.endOutput(context.channel());
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext failed, Throwable failure) {
    failed.close();
  }
}
