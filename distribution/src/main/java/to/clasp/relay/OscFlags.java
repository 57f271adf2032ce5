package to.clasp.relay;

import picocli.CommandLine.Option;

/** The flags of the OSC ports. */
final class OscFlags {
  /** Factory PID of OSC ports. */
  static final String PID = "to.clasp.osc";

  @Option(
      names = "--osc-port",
      paramLabel = "N",
      description =
          "UDP port for OSC 1.0 and 1.1; 0 takes a free one (default: none; 8000 by convention).")
  Integer port;

  @Option(
      names = "--osc-tcp-port",
      paramLabel = "N",
      description =
          "TCP port for OSC, packets behind their size or in SLIP; 0 takes a free one (default:"
              + " none). Needs --osc-port.")
  Integer tcpPort;

  @Option(
      names = "--osc-namespace",
      paramLabel = "ADDRESS",
      description = "Address under which those of OSC stand; / for all (default: /osc).")
  String namespace;

  @Option(
      names = "--osc-query",
      description =
          "Describe the namespace at the root of the WebSocket port, where OSCQuery programs look for"
              + " it (default: at /oscquery); with --mdns they find it by themselves.")
  boolean query;

  /**
   * What is wrong with them, whatever the configuration files say.
   *
   * @return a text for people, or null
   */
  String wrong() {
    if (isNoPort(port)) {
      return "--osc-port " + port + ": must be 0 to 65535";
    }
    if (isNoPort(tcpPort)) {
      return "--osc-tcp-port " + tcpPort + ": must be 0 to 65535";
    }
    return namespace != null && !namespace.startsWith("/")
        ? "--osc-namespace " + namespace + ": must start with /"
        : null;
  }

  private static boolean isNoPort(Integer number) {
    return number != null && (number < 0 || number > 65_535);
  }
}
