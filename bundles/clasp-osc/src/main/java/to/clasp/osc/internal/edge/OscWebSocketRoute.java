package to.clasp.osc.internal.edge;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import to.clasp.osc.internal.stream.MessageStream;
import to.clasp.transport.netty.WebSocketRoute;

/** OSC over WebSocket: one packet in each binary message. */
public final class OscWebSocketRoute implements WebSocketRoute {
  private final Edge edge;
  private final String path;

  /**
   * A route of an edge.
   *
   * @param edge serves the clients
   */
  public OscWebSocketRoute(Edge edge) {
    this.edge = edge;
    this.path = edge.settings().webSocketPath();
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public String subprotocol() {
    return Edge.TRANSPORT;
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
  public void open(Channel channel) {
    if (edge.takePlace((InetSocketAddress) channel.remoteAddress(), channel)) {
      channel
          .pipeline()
          .addLast(new StreamPeer(edge, (first, largest) -> new MessageStream(largest), null));
    }
  }
}
