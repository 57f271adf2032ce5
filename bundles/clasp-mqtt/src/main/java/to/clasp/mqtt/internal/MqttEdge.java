package to.clasp.mqtt.internal;

import io.netty.channel.Channel;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
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
import to.clasp.auth.Authenticator;
import to.clasp.mqtt.internal.connection.ClientConnection;
import to.clasp.mqtt.internal.connection.PortContext;
import to.clasp.mqtt.internal.session.SessionRegistry;
import to.clasp.transport.Endpoint;
import to.clasp.transport.netty.ChannelSecurity;
import to.clasp.transport.netty.EventLoops;
import to.clasp.transport.netty.NettyPort;
import to.clasp.transport.netty.PortSettings;
import to.clasp.transport.netty.TlsContexts;
import to.clasp.transport.netty.WebSocketRoute;

/**
 * One open MQTT port, whose clients may also come over WebSocket. Its activation fails if the port
 * cannot be opened.
 */
@Component(
    service = {Endpoint.class, WebSocketRoute.class},
    property = "protocol=mqtt",
    immediate = true,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    configurationPid = MqttEdge.PID)
@Designate(ocd = MqttConfig.class, factory = true)
public final class MqttEdge implements Endpoint, WebSocketRoute {
  /** Factory PID of the configurations, one for each port. */
  public static final String PID = "to.clasp.mqtt";

  private static final Logger LOG = LoggerFactory.getLogger(MqttEdge.class);

  private static final PortSettings.Schemes SCHEMES = new PortSettings.Schemes("mqtt", "mqtts", "");

  private final PortContext context;
  private final NettyPort port;
  private volatile EdgeRules rules;
  private boolean refusesWithoutLogin;

  /**
   * Opens the port.
   *
   * @param config where, and what holds for its clients
   * @param registry keeps the sessions
   * @param authenticator decides who is let in
   * @param loops run the connections
   * @param contexts hold what the port is secured with
   * @throws IOException if the port cannot be opened, or a file of TLS is wrong
   * @throws IllegalArgumentException if the configuration is wrong; names the key
   */
  @Activate
  public MqttEdge(
      MqttConfig config,
      @Reference SessionRegistry registry,
      @Reference Authenticator authenticator,
      @Reference EventLoops loops,
      @Reference TlsContexts contexts)
      throws IOException {
    MqttSettings settings = MqttSettings.of(config);
    this.rules = new EdgeRules(settings.rules());
    this.context = new PortContext(registry, authenticator, () -> rules);
    this.port = new NettyPort(loops, contexts, SCHEMES, settings.port(), this::accept);
  }

  /** The same authenticator as that of the constructor, which cannot be told of changed rules. */
  @Reference(name = "rules", updated = "rulesChanged")
  synchronized void setRules(Authenticator says) {
    rulesChanged(says);
  }

  /** Nothing is left to do: without it, the component goes. */
  void unsetRules(Authenticator gone) {}

  /** Somebody else, or nobody any more, may come without a login. */
  synchronized void rulesChanged(Authenticator says) {
    boolean refused = !says.admitsWithoutToken("mqtt");
    if (refused && !refusesWithoutLogin) {
      LOG.info("MQTT clients without a login are refused");
    }
    refusesWithoutLogin = refused;
  }

  private void accept(Channel channel) {
    Duration limit = Duration.ofSeconds(rules.values().connectTimeoutSeconds());
    ChannelSecurity.whenReady(
        channel,
        limit,
        failure -> {
          if (failure == null) {
            ClientConnection.serve(channel, context);
          }
        });
  }

  /**
   * Takes a changed configuration. What holds for clients counts for those that connect later. A
   * wrong configuration, or one whose port cannot be opened, is not taken: everything stays as it
   * is, and one line of the log says so.
   *
   * @param config the new configuration
   */
  @Modified
  synchronized void modified(MqttConfig config) {
    try {
      MqttSettings next = MqttSettings.of(config);
      port.change(next.port());
      if (!next.rules().equals(rules.values())) {
        rules = new EdgeRules(next.rules());
      }
    } catch (IOException | IllegalArgumentException failure) {
      LOG.error("configuration not taken: {}; open: {}", failure.getMessage(), uris());
    }
  }

  @Deactivate
  synchronized void close() {
    context.dismissAll();
    port.close();
  }

  @Override
  public String path() {
    return "/mqtt";
  }

  @Override
  public String subprotocol() {
    return "mqtt";
  }

  @Override
  public int maxFrameBytes() {
    return rules.values().maxPacketBytes();
  }

  @Override
  public void open(Channel channel) {
    ClientConnection.serve(channel, context);
  }

  @Override
  public Set<URI> uris() {
    return port.uris();
  }
}
