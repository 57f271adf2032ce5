package to.clasp.transport.tcp.internal;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import java.util.function.Function;
import to.clasp.transport.Connection;
import to.clasp.transport.ConnectionHandler;
import to.clasp.transport.ConnectionInfo;
import to.clasp.transport.netty.ChannelSecurity;
import to.clasp.transport.netty.NettyConnection;

/** What both ends make of a channel whose handshake, if any, is complete. */
final class TcpChannels {
  private static final String NAME = "tcp";

  private TcpChannels() {}

  /** With TLS the peer ends the stream by a message; a stream that just ends was cut. */
  static NettyConnection open(
      Channel channel, int maxFrameBytes, Function<Connection, ConnectionHandler> handler) {
    ConnectionInfo info = ChannelSecurity.info(NAME, channel);
    channel.config().setOption(ChannelOption.SO_KEEPALIVE, true);
    channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, !info.secure());
    return NettyConnection.open(channel, info, new TcpFraming(maxFrameBytes), handler);
  }
}
