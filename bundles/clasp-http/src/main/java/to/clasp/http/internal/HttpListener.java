package to.clasp.http.internal;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.transport.Endpoint;
import to.clasp.transport.netty.EventLoops;
import to.clasp.transport.netty.NettyListener;

/**
 * One open HTTP port. Its activation fails if the port cannot be opened. The service property tells
 * it from the ports of clients.
 */
@Component(
    service = Endpoint.class,
    property = "protocol=http",
    immediate = true,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    configurationPid = HttpListener.PID)
@Designate(ocd = HttpListenerConfig.class, factory = true)
public final class HttpListener implements Endpoint {
  /** Factory PID of the configurations, one for each port. */
  public static final String PID = "to.clasp.http.listener";

  private static final Logger LOG = LoggerFactory.getLogger(HttpListener.class);
  private static final int MAX_LINE = 4096;
  private static final int LARGEST_PORT = 65_535;

  private final NettyListener listener;
  private final URI uri;

  /**
   * Opens the port.
   *
   * @param config where
   * @param server answers the requests
   * @param loops run the connections
   * @throws IOException if the port cannot be opened
   * @throws IllegalArgumentException if the configuration is wrong; names the key
   */
  @Activate
  public HttpListener(
      HttpListenerConfig config, @Reference HttpServer server, @Reference EventLoops loops)
      throws IOException {
    String host = config.host().trim();
    uri(host, config.port());
    listener = NettyListener.open(loops, host, config.port(), channel -> serve(channel, server));
    uri = uri(host, listener.port());
    LOG.info("port open: {}", uri);
  }

  private static void serve(Channel channel, HttpServer server) {
    HttpDecoderConfig bounds =
        new HttpDecoderConfig()
            .setMaxInitialLineLength(MAX_LINE)
            .setMaxHeaderSize(RequestReader.MAX_HEADER);
    channel.pipeline().addLast(new HttpServerCodec(bounds));
    server.serve(channel, null);
  }

  private static URI uri(String host, int port) {
    if (port < 0 || port > LARGEST_PORT) {
      throw wrong("port = " + port + " must be 0 to " + LARGEST_PORT);
    }
    try {
      if (!host.isEmpty()) {
        return new URI("http", null, host, port, "/", null, null);
      }
    } catch (URISyntaxException invalid) {
      // told below
    }
    throw wrong("host = '" + host + "' must be a name or an address");
  }

  private static IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException(PID + ": " + text);
  }

  @Deactivate
  void close() {
    listener.close();
    LOG.info("port closed: {}", uri);
  }

  @Override
  public Set<URI> uris() {
    return Set.of(uri);
  }
}
