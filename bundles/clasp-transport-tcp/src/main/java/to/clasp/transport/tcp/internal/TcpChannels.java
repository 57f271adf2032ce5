package to.clasp.transport.tcp.internal;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import java.util.Optional;
import java.util.function.Function;
import to.clasp.transport.Connection;
import to.clasp.transport.ConnectionHandler;
import to.clasp.transport.ConnectionInfo;
import to.clasp.transport.netty.NettyConnection;

/** What both ends make of a connected channel. */
final class TcpChannels {
  private static final String NAME = "tcp";

  private TcpChannels() {}

  static NettyConnection open(
      Channel channel, int maxFrameBytes, Function<Connection, ConnectionHandler> handler) {
    channel.config().setOption(ChannelOption.SO_KEEPALIVE, true);
    channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    ConnectionInfo info =
        new ConnectionInfo(NAME, channel.remoteAddress(), false, true, Optional.empty());
    return NettyConnection.open(channel, info, new TcpFraming(maxFrameBytes), handler);
  }
}
