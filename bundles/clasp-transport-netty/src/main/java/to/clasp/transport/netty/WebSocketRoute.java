package to.clasp.transport.netty;

import io.netty.channel.Channel;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Speaks another protocol than CLASP with WebSocket clients, such as MQTT. A service: while it is
 * there, every WebSocket port offers its path and sub-protocol; when it goes, its connections are
 * closed as going away. What the origin of a page, TLS and the time for a handshake are bound to
 * holds for its clients, too.
 */
@ConsumerType
public interface WebSocketRoute {

  /**
   * Where its clients connect to. Called on any thread.
   *
   * @return the path, such as {@code /mqtt}
   */
  String path();

  /**
   * What its clients offer. A client that does not offer it is not led here.
   *
   * @return the name of the sub-protocol, such as {@code mqtt}; empty for clients that offer none
   *     at all, which on this path can speak CLASP no more then
   */
  String subprotocol();

  /**
   * How much one WebSocket frame may carry, or one message of a route of {@linkplain #wholeMessages
   * whole messages}; a larger one closes the connection. It is there as a whole before it is handed
   * over. Asked for each client.
   *
   * @return bytes, at least 1
   */
  int maxFrameBytes();

  /**
   * Whether the ends of messages have a meaning.
   *
   * @return true to read each binary message as one {@code ByteBuf}, however it was fragmented; by
   *     default messages are one stream of bytes
   */
  default boolean wholeMessages() {
    return false;
  }

  /**
   * Whether text is read, too. Only for routes of {@linkplain #wholeMessages whole messages}.
   *
   * @return true to read each text message as one {@code ByteBuf} of UTF-8, in its place among the
   *     binary ones; by default a text frame closes the connection
   */
  default boolean textMessages() {
    return false;
  }

  /**
   * Takes over a channel that speaks WebSocket from now on. On the channel's event loop, before
   * anything is read.
   *
   * <ul>
   *   <li>Handlers that are added last read the payload of binary frames as {@link
   *       io.netty.buffer.ByteBuf}: one stream of bytes, in which the ends of frames have no
   *       meaning, or {@linkplain #wholeMessages whole messages}. Empty ones are left out. They are
   *       not told that the channel is active, because it is already.
   *   <li>Each {@code ByteBuf} written becomes one binary frame.
   *   <li>Pings are not seen, nor text frames unless {@link #textMessages} says so. To close the
   *       channel is to say goodbye; the peer has a second to take what was written before.
   *   <li>Before the channel is closed because the port or the route ends, handlers get the user
   *       event {@link to.clasp.transport.CloseReason#GOING_AWAY} and may write a last word.
   * </ul>
   *
   * @param channel {@link ChannelSecurity#info} tells about the peer
   */
  void open(Channel channel);
}
