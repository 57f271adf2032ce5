package to.clasp.transport.websocket.internal;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.transport.netty.ChannelSet;
import to.clasp.transport.netty.WebSocketRoute;

/** The clients of one port that speak another protocol, by who speaks it with them. */
final class Routes {
  private static final Logger LOG = LoggerFactory.getLogger(Routes.class);

  private final List<Open> open = new CopyOnWriteArrayList<>();

  /**
   * A route and its clients.
   *
   * @param route who speaks with them
   * @param channels theirs
   */
  record Open(WebSocketRoute route, ChannelSet channels) {

    private boolean isFor(HttpRequest request) {
      String uri = request.uri();
      int query = uri.indexOf('?');
      return route.path().equals(query < 0 ? uri : uri.substring(0, query))
          && isOffered(route.subprotocol(), request.headers());
    }

    private static boolean isOffered(String subprotocol, HttpHeaders by) {
      return subprotocol.isEmpty()
          ? !by.contains(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL)
          : by.containsValue(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, subprotocol, false);
    }

    private Deframer deframer() {
      int most = route.maxFrameBytes();
      return route.wholeMessages()
          ? Deframer.ofMessages(most, route.textMessages())
          : Deframer.ofStream(most);
    }

    /** Gives a channel to the route. On its event loop. */
    void take(Channel channel, Duration pingInterval) {
      channel.pipeline().addLast(new WebSocketStream(deframer(), pingInterval));
      try {
        if (channels.add(channel)) {
          route.open(channel);
        }
      } catch (RuntimeException failure) {
        LOG.debug("route {} failed", route.path(), failure);
        channel.close();
      }
    }
  }

  void add(WebSocketRoute route) {
    open.add(new Open(route, new ChannelSet()));
  }

  /** Returns when nothing of the route runs any more. */
  void remove(WebSocketRoute route, Duration drain) {
    for (Open each : open) {
      if (each.route == route) {
        open.remove(each);
        each.channels.close(drain);
        LOG.debug("route {} is closed", route.path());
      }
    }
  }

  /** Who speaks with the client that asks for it, or null if it speaks CLASP. */
  Open find(HttpRequest request) {
    for (Open each : open) {
      if (each.isFor(request)) {
        return each;
      }
    }
    return null;
  }
}
