package to.clasp.relay;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationPlugin;

/**
 * Lays the flags over the configuration files. As a plugin of the Configuration Admin it is asked
 * each time a component gets its configuration, so a flag also wins after its file was edited.
 */
final class ConfigurationOverlay implements ConfigurationPlugin {

  static final String WEBSOCKET = "to.clasp.transport.websocket";
  static final String HTTP = "to.clasp.http.listener";
  static final String QUIC = "to.clasp.transport.quic";
  static final String ROUTER = "to.clasp.router";
  private static final String DEFAULT_INSTANCE = "default";

  private static final String TCP = "to.clasp.transport.tcp";
  private static final String UDP = "to.clasp.transport.udp";

  /** Listeners that a flag may ask for while no file describes them. */
  private static final Map<String, Map<String, Object>> LISTENERS =
      Map.of(
          WEBSOCKET,
          Map.of("host", "0.0.0.0", "port", 7330),
          QUIC,
          Map.of("host", "0.0.0.0", "port", 7331),
          HTTP,
          Map.of("host", "0.0.0.0"),
          TCP,
          Map.of("host", "0.0.0.0"),
          MqttFlags.PID,
          Map.of("host", "0.0.0.0"),
          OscFlags.PID,
          Map.of("host", "0.0.0.0"),
          UDP,
          Map.of("host", "0.0.0.0"));

  /**
   * One value.
   *
   * @param factoryPid the factory PID, or the PID of a configuration that has none
   * @param instance the name of one configuration of the factory; null for all, or without factory
   * @param key the key that is overlaid
   * @param value its value
   */
  private record Value(String factoryPid, String instance, String key, Object value) {
    String pid() {
      return instance == null ? factoryPid : factoryPid + "~" + instance;
    }

    boolean concerns(Object pid, Object itsFactoryPid) {
      return pid().equals(pid) || (instance == null && factoryPid.equals(itsFactoryPid));
    }
  }

  /** How the factory PIDs of all transports begin. */
  private static final String TRANSPORTS = "to.clasp.transport.";

  private final List<Value> values = new ArrayList<>();
  private final Map<String, Object> tls;
  private final List<Value> defaults = new ArrayList<>();
  private final boolean withoutWebsocket;
  private final AuthFlags auth;
  private final DiscoveryFlags discovery;
  private final RendezvousFlags rendezvous;

  ConfigurationOverlay(RelayOptions options) {
    withoutWebsocket = options.noWebsocket;
    tls = options.tls.values();
    LISTENERS.keySet().forEach(listener -> add(listener, null, "host", options.host));
    add(WEBSOCKET, DEFAULT_INSTANCE, "port", options.wsPort);
    add(TCP, DEFAULT_INSTANCE, "port", options.tcpPort);
    add(UDP, DEFAULT_INSTANCE, "port", options.udpPort);
    add(OscFlags.PID, DEFAULT_INSTANCE, "port", options.osc.port);
    add(OscFlags.PID, null, "tcpPort", options.osc.tcpPort);
    add(OscFlags.PID, null, "namespace", options.osc.namespace);
    add(OscFlags.PID, null, "oscQueryPath", options.osc.query ? "/" : null);
    add(MqttFlags.PID, DEFAULT_INSTANCE, "port", options.mqtt.port);
    add(MqttFlags.PID, null, "namespace", options.mqtt.namespace);
    add(MqttFlags.PID, null, "idleTimeoutSeconds", options.sessionTimeout);
    add(WEBSOCKET, null, "allowedOrigins", options.allowedOrigins);
    add(QUIC, DEFAULT_INSTANCE, "port", options.quicPort);
    add(ROUTER, null, "name", options.name);
    add(ROUTER, null, "maxSessions", options.maxSessions);
    add(ROUTER, null, "idleTimeoutSeconds", options.sessionTimeout);
    add(ROUTER, null, "drainTimeoutSeconds", options.drainTimeout);
    Integer unlimited = options.noTtl ? 0 : null;
    add(ROUTER, null, "maxParams", unlimited);
    add(ROUTER, null, "maxSignals", unlimited);
    add(ROUTER, null, "paramTtlSeconds", options.noTtl ? unlimited : options.paramTtl);
    add(ROUTER, null, "signalTtlSeconds", options.noTtl ? unlimited : options.signalTtl);
    discovery = options.discovery;
    add(DiscoveryFlags.PID, null, "name", options.name);
    discovery.values().forEach((key, value) -> add(DiscoveryFlags.PID, null, key, value));
    auth = options.auth;
    addAuthentication();
    rendezvous = options.rendezvous;
    addRendezvous(options.name);
  }

  private void addRendezvous(String name) {
    if (!rendezvous.isOff()) {
      add(HTTP, RendezvousFlags.PORT_INSTANCE, "port", rendezvous.port);
      add(RendezvousFlags.SERVER, null, "ttlSeconds", rendezvous.ttl);
    }
    rendezvous
        .registration(name)
        .forEach((key, value) -> add(RendezvousFlags.REGISTRATION, null, key, value));
  }

  private void addAuthentication() {
    add(AuthFlags.CPSK, null, "file", AuthFlags.absolute(auth.tokens));
    add(AuthFlags.JWT, null, "secretFile", AuthFlags.absolute(auth.jwtSecretFile));
    add(AuthFlags.JWT, null, "jwksFile", AuthFlags.absolute(auth.jwtJwks));
    add(AuthFlags.CAP, null, "trustAnchors", AuthFlags.array(auth.trustAnchors));
    addNetworks("osc", auth.oscAllow);
    addNetworks("mqtt", auth.mqttAllow);
    Value run = new Value(AuthFlags.CPSK, null, "runDirectory", auth.runDirectory());
    (auth.runDir == null ? defaults : values).add(run);
    add(AuthFlags.CPSK, null, "tokenTtlSeconds", auth.tokenTtlSeconds());
  }

  private void addNetworks(String transport, List<String> allow) {
    if (allow != null) {
      add(AuthFlags.NETWORK, transport, "transport", transport);
      add(AuthFlags.NETWORK, transport, "allow", AuthFlags.array(allow));
    }
  }

  private void add(String factoryPid, String instance, String key, Object value) {
    if (value != null) {
      values.add(new Value(factoryPid, instance, key, value));
    }
  }

  @Override
  public void modifyConfiguration(
      ServiceReference<?> reference, Dictionary<String, Object> properties) {
    Object pid = properties.get(Constants.SERVICE_PID);
    Object factoryPid = properties.get(ConfigurationAdmin.SERVICE_FACTORYPID);
    for (Value value : values) {
      if (value.concerns(pid, factoryPid)) {
        properties.put(value.key(), value.value());
      }
    }
    if (factoryPid instanceof String listener && isSecured(listener)) {
      tls.forEach(properties::put);
    }
    for (Value value : defaults) {
      if (value.concerns(pid, factoryPid) && properties.get(value.key()) == null) {
        properties.put(value.key(), value.value());
      }
    }
  }

  private static boolean isSecured(String factoryPid) {
    return factoryPid.startsWith(TRANSPORTS)
        || factoryPid.equals(HTTP)
        || factoryPid.equals(MqttFlags.PID)
        || factoryPid.equals(OscFlags.PID);
  }

  /**
   * Which files of {@code etc/} are configuration.
   *
   * @return a regular expression that the whole file name must match
   */
  String fileNameFilter() {
    StringBuilder filter = new StringBuilder();
    if (withoutWebsocket) {
      filter.append("(?!\\Q").append(WEBSOCKET).append("\\E[-.])");
    }
    if (rendezvous.isOff()) {
      filter.append("(?!\\Q").append(HTTP).append("-rendezvous.\\E)");
      filter.append("(?!\\Q").append(RendezvousFlags.SERVER).append("\\E\\.(cfg|config)$)");
    }
    if (auth.isRequired()) {
      filter.append("(?!\\Q").append(AuthFlags.OPEN).append("\\E[-.])");
    }
    if (auth.isOpen()) {
      filter.append("(?!to\\.clasp\\.auth\\.(?!(cfg|config)$))");
    }
    return filter.append("[^.].*\\.(cfg|config)").toString();
  }

  /**
   * Creates the configurations that flags speak of and no file describes.
   *
   * @param admin where they are created
   * @throws IOException if one cannot be stored
   */
  void createMissing(ConfigurationAdmin admin) throws IOException {
    if (auth.isOpen()) {
      admin.getConfiguration(AuthFlags.OPEN, "?").update(new Hashtable<>());
    }
    if (rendezvous.isOn() && !exists(admin, RendezvousFlags.SERVER)) {
      admin.getConfiguration(RendezvousFlags.SERVER, "?").update(new Hashtable<>());
    }
    for (Value value : values) {
      if (LISTENERS.containsKey(value.factoryPid()) && value.instance() == null) {
        continue; // holds for the listeners there are, and asks for none
      }
      if (value.factoryPid().equals(AuthFlags.CPSK) && auth.tokens == null) {
        continue; // holds for the scheme if it is configured, and does not ask for it
      }
      if (value.factoryPid().equals(DiscoveryFlags.PID) && discovery.values().isEmpty()) {
        continue; // the name alone does not ask for it
      }
      if (value.factoryPid().equals(RendezvousFlags.REGISTRATION) && rendezvous.url == null) {
        continue; // holds for the registration if it is configured, and does not ask for it
      }
      if (exists(admin, value.pid())) {
        continue;
      }
      Configuration created =
          value.instance() == null
              ? admin.getConfiguration(value.factoryPid(), "?")
              : admin.getFactoryConfiguration(value.factoryPid(), value.instance(), "?");
      created.update(new Hashtable<>(base(value.factoryPid())));
    }
  }

  private static Map<String, Object> base(String pid) {
    return pid.equals(DiscoveryFlags.PID)
        ? DiscoveryFlags.BASE
        : LISTENERS.getOrDefault(pid, Map.of());
  }

  /**
   * Checks that what is required can be done.
   *
   * @param admin has the configurations there are
   * @throws RelayException if a scheme is required and none is configured
   * @throws IOException if the configurations cannot be read
   */
  void requireScheme(ConfigurationAdmin admin) throws RelayException, IOException {
    if (auth.isRequired() && !exists(admin, AuthFlags.EVERY_SCHEME)) {
      throw new RelayException(
          "--auth required, but there is no way to check anybody: give --tokens, --jwt-secret-file,"
              + " --jwt-jwks, --trust-anchor, --osc-allow or --mqtt-allow, or configure a scheme in etc/");
    }
  }

  private static boolean exists(ConfigurationAdmin admin, String pid) throws IOException {
    try {
      return admin.listConfigurations("(" + Constants.SERVICE_PID + "=" + pid + ")") != null;
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException("not a PID: " + pid, e);
    }
  }
}
