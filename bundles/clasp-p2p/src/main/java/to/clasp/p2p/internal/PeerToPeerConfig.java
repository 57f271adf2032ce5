package to.clasp.p2p.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Settings of peers that state none themselves. */
@ObjectClassDefinition(
    name = "CLASP peer-to-peer",
    description = "How clients of this process connect to each other directly.")
public @interface PeerToPeerConfig {
  /**
   * STUN servers.
   *
   * @return URLs
   */
  @AttributeDefinition(
      name = "ICE servers",
      description = "URLs of STUN servers; none for connections inside one network.",
      required = false)
  String[] iceServers() default {"stun:stun.l.google.com:19302", "stun:stun1.l.google.com:19302"};

  /**
   * TURN servers.
   *
   * @return URL, name and password of each, with spaces between
   */
  @AttributeDefinition(
      name = "TURN servers",
      description = "Each as 'URL name password', such as 'turn:turn.example.org:3478 me secret'.",
      required = false)
  String[] turnServers() default {};

  /**
   * Which way messages go.
   *
   * @return SERVER_ONLY, P2P_ONLY or PREFER_P2P
   */
  @AttributeDefinition(
      name = "Routing mode",
      description = "Which way messages go at first.",
      options = {
        @Option(label = "direct, else router", value = "PREFER_P2P"),
        @Option(label = "direct only", value = "P2P_ONLY"),
        @Option(label = "router only", value = "SERVER_ONLY")
      })
  String routingMode() default "PREFER_P2P";

  /**
   * How long it may take to connect.
   *
   * @return 1 to 600
   */
  @AttributeDefinition(
      name = "Connection timeout",
      description = "Seconds that connecting may take, with all retries.",
      min = "1",
      max = "600")
  int connectionTimeoutSeconds() default 30;

  /**
   * How often an attempt is repeated.
   *
   * @return 0 to 10
   */
  @AttributeDefinition(
      name = "Retries",
      description = "How often an attempt that failed early is repeated within the timeout.",
      min = "0",
      max = "10")
  int retries() default 3;

  /**
   * Whether messages go through the router without a direct connection.
   *
   * @return true if so
   */
  @AttributeDefinition(
      name = "Automatic fallback",
      description = "Whether messages go through the router while there is no direct connection.")
  boolean automaticFallback() default true;

  /**
   * How long until the direct way is tried again.
   *
   * @return 1 to 86400
   */
  @AttributeDefinition(
      name = "Retry interval",
      description = "Seconds after a failure until the direct way is tried again.",
      min = "1",
      max = "86400")
  int retryIntervalSeconds() default 60;

  /**
   * Lowest local port.
   *
   * @return 0 to 65535
   */
  @AttributeDefinition(
      name = "Lowest port",
      description = "Lowest local UDP port; 0 with highest port 0 for any.",
      min = "0",
      max = "65535")
  int minPort() default 0;

  /**
   * Highest local port.
   *
   * @return 0 to 65535
   */
  @AttributeDefinition(
      name = "Highest port",
      description = "Highest local UDP port.",
      min = "0",
      max = "65535")
  int maxPort() default 0;

  /**
   * Connections at the same time.
   *
   * @return 1 to 4096
   */
  @AttributeDefinition(
      name = "Most connections",
      description = "Direct connections of one client at the same time.",
      min = "1",
      max = "4096")
  int maxConnections() default 256;

  /**
   * New connections in a minute.
   *
   * @return 1 to 100000
   */
  @AttributeDefinition(
      name = "Most connections per minute",
      description =
          "New direct connections of one client in a minute, a quarter of them with one peer;"
              + " bounds the memory that WebRTC keeps.",
      min = "1",
      max = "100000")
  int maxConnectionsPerMinute() default 120;
}
