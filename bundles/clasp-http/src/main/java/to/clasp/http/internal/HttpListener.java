package to.clasp.http.internal;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import java.io.IOException;
import java.net.URI;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.transport.Endpoint;
import to.clasp.transport.netty.EventLoops;
import to.clasp.transport.netty.NettyPort;
import to.clasp.transport.netty.PortSettings;
import to.clasp.transport.netty.TlsContexts;
import to.clasp.transport.netty.TlsSettings;

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
  private static final PortSettings.Schemes SCHEMES =
      new PortSettings.Schemes("http", "https", "/");

  private final NettyPort port;

  /**
   * Opens the port.
   *
   * @param config where, and how secured
   * @param server answers the requests
   * @param loops run the connections
   * @param contexts hold what the port is secured with
   * @throws IOException if the port cannot be opened, or a file of TLS is wrong
   * @throws IllegalArgumentException if the configuration is wrong; names the key
   */
  @Activate
  public HttpListener(
      HttpListenerConfig config,
      @Reference HttpServer server,
      @Reference EventLoops loops,
      @Reference TlsContexts contexts)
      throws IOException {
    port =
        new NettyPort(
            loops, contexts, SCHEMES, settings(config), channel -> serve(channel, server));
  }

  private static PortSettings settings(HttpListenerConfig config) {
    try {
      TlsSettings tls =
          TlsSettings.of(
              config.certificateFile(),
              config.keyFile(),
              config.selfSigned(),
              config.tlsOnly(),
              config.clientCertificates(),
              config.clientCaFile());
      return new PortSettings(config.host(), config.port(), tls);
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(PID + ": " + wrong.getMessage(), wrong);
    }
  }

  private static void serve(Channel channel, HttpServer server) {
    HttpDecoderConfig bounds =
        new HttpDecoderConfig()
            .setMaxInitialLineLength(MAX_LINE)
            .setMaxHeaderSize(RequestReader.MAX_HEADER);
    channel.pipeline().addLast(new HttpServerCodec(bounds));
    server.serve(channel, null);
  }

  /**
   * Takes a changed configuration, or stays as it is and says why.
   *
   * @param config the new configuration
   */
  @Modified
  void modified(HttpListenerConfig config) {
    try {
      port.change(settings(config));
    } catch (IOException | IllegalArgumentException failure) {
      LOG.error("configuration not taken: {}; open: {}", failure.getMessage(), uris());
    }
  }

  @Deactivate
  void close() {
    port.close();
  }

  @Override
  public Set<URI> uris() {
    return port.uris();
  }
}
