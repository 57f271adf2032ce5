package to.clasp.transport.netty;

import io.netty.channel.Channel;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Answers the HTTP requests on a port that is there for something else, such as WebSocket. A
 * service; a transport refers to it if it is there, and refuses such requests if it is not.
 */
@ProviderType
public interface HttpFallback {

  /**
   * Takes over a channel before its first request is read. On the channel's event loop.
   *
   * @param channel its pipeline ends with Netty's HttpServerCodec and the handler that calls this,
   *     which passes the request on and leaves
   * @param handshake gets the channel back when a request wants to upgrade to WebSocket: called on
   *     the event loop before that request is passed on, to add a handler behind the codec
   */
  void serve(Channel channel, Consumer<Channel> handshake);
}
