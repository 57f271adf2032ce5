package to.clasp.relay;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** The flags about finding each other beyond the own network. */
final class RendezvousFlags {
  static final String SERVER = "to.clasp.rendezvous";
  static final String REGISTRATION = "to.clasp.rendezvous.registration";

  /** The HTTP port of the server, as its file is called in {@code etc/}. */
  static final String PORT_INSTANCE = "rendezvous";

  private static final int LONGEST_TTL = 86_400;

  @Option(
      names = "--rendezvous-port",
      paramLabel = "N",
      description =
          "TCP port of the rendezvous server, which the WebSocket port serves too, below /api/v1;"
              + " 0: no rendezvous server (default: 7340).")
  Integer port;

  @Option(
      names = "--rendezvous-ttl",
      paramLabel = "SECONDS",
      description = "How long devices stay registered without a refresh (default: 300).")
  Integer ttl;

  @Option(
      names = "--rendezvous-url",
      paramLabel = "URL",
      description = "Register this relay at a rendezvous server (default: none).")
  String url;

  @Option(
      names = "--public-host",
      paramLabel = "HOST",
      description =
          "Host that others reach this relay by, told with --rendezvous-url (default: the address"
              + " of the port, or one of this machine).")
  String publicHost;

  /**
   * What is wrong with them, whatever the configuration files say.
   *
   * @return a text for people, or null
   */
  String wrong() {
    if (port != null && (port < 0 || port > 65_535)) {
      return "--rendezvous-port " + port + ": must be 0 to 65535";
    }
    if (ttl != null && (ttl < 1 || ttl > LONGEST_TTL)) {
      return "--rendezvous-ttl " + ttl + ": must be 1 to " + LONGEST_TTL;
    }
    if (isOff() && ttl != null) {
      return "--rendezvous-port 0 and --rendezvous-ttl exclude each other";
    }
    if (url != null && !isHttp(url)) {
      return "--rendezvous-url " + url + ": must be an URL of http or https";
    }
    return publicHost != null && publicHost.isBlank() ? "--public-host: a host is needed" : null;
  }

  private static boolean isHttp(String text) {
    try {
      URI uri = URI.create(text);
      return uri.getHost() != null && uri.getScheme().matches("(?i)https?");
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * Whether there shall be no server, whatever lies in etc/.
   *
   * @return true if a flag says so
   */
  boolean isOff() {
    return port != null && port == 0;
  }

  /**
   * Whether there shall be a server, whatever lies in etc/.
   *
   * @return true if a flag says so
   */
  boolean isOn() {
    return port != null && port > 0;
  }

  /**
   * What they set in the configuration of the own registration.
   *
   * @param name name of the relay, or null
   * @return values by key
   */
  Map<String, Object> registration(String name) {
    Map<String, Object> values = new HashMap<>();
    values.put("url", url);
    values.put("publicHost", publicHost);
    values.put("name", name);
    values.values().removeIf(value -> value == null);
    return values;
  }
}
