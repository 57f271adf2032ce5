package to.clasp.transport.udp.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of one UDP port. */
@ObjectClassDefinition(
    name = "CLASP UDP port",
    description = "A port that clients send datagrams to.")
public @interface UdpTransportConfig {
  /**
   * Where to listen.
   *
   * @return name or address
   */
  @AttributeDefinition(
      name = "Host",
      description = "Address to listen on; 0.0.0.0 for all addresses of the machine.")
  String host() default "127.0.0.1";

  /**
   * The port.
   *
   * @return 0 to 65535
   */
  @AttributeDefinition(
      name = "Port",
      description = "UDP port to listen on; 0 for any that is free.",
      min = "0",
      max = "65535")
  int port() default 7330;

  /**
   * Whose addresses need no proof.
   *
   * @return networks such as {@code 192.168.0.0/16}; several also with commas
   */
  @AttributeDefinition(
      name = "Trusted networks",
      description = "Networks whose senders are served without a proof of their address.")
  String[] trustedNetworks() default {"127.0.0.0/8", "::1/128"};

  /**
   * How many peers are served at the same time.
   *
   * @return 1 to 100000
   */
  @AttributeDefinition(
      name = "Most connections",
      description = "Peers that are served at the same time.",
      min = "1",
      max = "100000")
  int maxConnections() default 1000;

  /**
   * How many of them may have the same address.
   *
   * @return 1 to 100000
   */
  @AttributeDefinition(
      name = "Most connections of a source",
      description = "Peers of one IP address that are served at the same time.",
      min = "1",
      max = "100000")
  int maxConnectionsPerSource() default 250;

  /**
   * How many datagrams of a peer are read in a second.
   *
   * @return 1 to 1000000
   */
  @AttributeDefinition(
      name = "Most datagrams",
      description = "Datagrams in a second that are read of a peer; the rest is dropped.",
      min = "1",
      max = "1000000")
  int maxDatagramsPerSecond() default 20_000;

  /**
   * How many datagrams of unproved peers are answered in a second.
   *
   * @return 1 to 1000000
   */
  @AttributeDefinition(
      name = "Most unproved datagrams",
      description = "Datagrams of all unproved peers in a second that are answered.",
      min = "1",
      max = "1000000")
  int maxUnprovedPerSecond() default 1000;

  /**
   * How many of them may have the same address.
   *
   * @return 1 to 1000000
   */
  @AttributeDefinition(
      name = "Most unproved datagrams of a source",
      description = "Datagrams of one unproved IP address in a second that are answered.",
      min = "1",
      max = "1000000")
  int maxUnprovedPerSecondAndSource() default 50;
}
