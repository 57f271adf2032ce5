package to.clasp.relay;

import picocli.CommandLine.Option;

/** The flags of the MQTT listener. */
final class MqttFlags {
  /** Factory PID of MQTT listeners. */
  static final String PID = "to.clasp.mqtt";

  @Option(
      names = "--mqtt-port",
      paramLabel = "N",
      description =
          "TCP port for MQTT 3.1, 3.1.1 and 5; 0 takes a free one (default: none; 1883 by"
              + " convention).")
  Integer port;

  @Option(
      names = "--mqtt-namespace",
      paramLabel = "ADDRESS",
      description = "Address under which the topics of MQTT stand; / for all (default: /mqtt).")
  String namespace;

  /**
   * What is wrong with them, whatever the configuration files say.
   *
   * @return a text for people, or null
   */
  String wrong() {
    if (port != null && (port < 0 || port > 65_535)) {
      return "--mqtt-port " + port + ": must be 0 to 65535";
    }
    return namespace != null && !namespace.startsWith("/")
        ? "--mqtt-namespace " + namespace + ": must start with /"
        : null;
  }
}
