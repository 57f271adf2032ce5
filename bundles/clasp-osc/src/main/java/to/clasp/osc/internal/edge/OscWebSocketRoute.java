package to.clasp.osc.internal.edge;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import to.clasp.osc.internal.stream.MessageStream;
import to.clasp.osc.internal.stream.StreamStart;
import to.clasp.transport.netty.WebSocketRoute;

/** OSC over WebSocket: one packet in each binary message. */
public final class OscWebSocketRoute implements WebSocketRoute {
  private static final StreamStart MESSAGES = (first, largest) -> new MessageStream(largest);

  private final Edge edge;
  private final String path;
  private final boolean query;

  private OscWebSocketRoute(Edge edge, String path, boolean query) {
    this.edge = edge;
    this.path = path;
    this.query = query;
  }

  /**
   * The route for OSC alone, with the sub-protocol {@code osc}.
   *
   * @param edge serves the clients
   * @return the route
   */
  public static OscWebSocketRoute of(Edge edge) {
    return new OscWebSocketRoute(edge, edge.settings().webSocketPath(), false);
  }

  /**
   * The route for OSCQuery: its clients offer no sub-protocol, and send commands as text as well.
   *
   * @param edge serves the clients
   * @return the route
   */
  public static OscWebSocketRoute ofQuery(Edge edge) {
    return new OscWebSocketRoute(edge, edge.settings().queryPath(), true);
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public String subprotocol() {
    return query ? "" : Edge.TRANSPORT;
  }

  @Override
  public int maxFrameBytes() {
    return edge.settings().limits().maxPacketBytes();
  }

  @Override
  public boolean wholeMessages() {
    return true;
  }

  @Override
  public boolean textMessages() {
    return query;
  }

  @Override
  public void open(Channel channel) {
    if (edge.takePlace((InetSocketAddress) channel.remoteAddress(), channel)) {
      channel
          .pipeline()
          .addLast(
              query ? StreamPeer.ofQuery(edge, MESSAGES) : new StreamPeer(edge, MESSAGES, null));
    }
  }
}
