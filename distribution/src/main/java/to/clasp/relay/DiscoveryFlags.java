package to.clasp.relay;

import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** The flags by which others on the local network find the relay. */
final class DiscoveryFlags {
  static final String PID = "to.clasp.discovery";

  /** What holds for a relay whose flags ask for discovery while no file describes it. */
  static final Map<String, Object> BASE = Map.of("mdns", false, "discoveryPort", 0);

  @Option(names = "--mdns", description = "Announce the open ports by multicast DNS (_clasp._tcp).")
  boolean mdns;

  @Option(
      names = "--discovery-port",
      paramLabel = "N",
      description =
          "UDP port on which broadcasts of searching clients are answered, usually 7331; 0 is none"
              + " (default: none). Not the one of --quic-port or --udp-port.")
  Integer port;

  /**
   * What they set in the configuration of discovery.
   *
   * @return values by key; empty if they do not ask for it
   */
  Map<String, Object> values() {
    Map<String, Object> values = new HashMap<>();
    if (mdns) {
      values.put("mdns", true);
    }
    if (port != null) {
      values.put("discoveryPort", port);
    }
    return values;
  }

  /**
   * Two sockets cannot share a UDP port, and the first byte of a HELLO is one that QUIC packets
   * begin with too.
   *
   * @param otherFlag the flag of another UDP port
   * @param other its value, or null
   * @throws RelayException if both ask for the same port
   */
  void requireOther(String otherFlag, Integer other) throws RelayException {
    if (port != null && port != 0 && port.equals(other)) {
      throw new RelayException(
          "%s %d and --discovery-port %d exclude each other: both are UDP, give one of them another port"
              .formatted(otherFlag, other, port));
    }
  }
}
