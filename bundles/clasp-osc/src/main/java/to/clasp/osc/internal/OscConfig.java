package to.clasp.osc.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Configuration of one OSC edge. */
@ObjectClassDefinition(
    name = "CLASP OSC edge",
    description = "Ports where OSC programs and devices read and write the same params.")
public @interface OscConfig {
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
   * The UDP port.
   *
   * @return 0 to 65535
   */
  @AttributeDefinition(
      name = "UDP port",
      description = "UDP port to listen on; 0 for any that is free.",
      min = "0",
      max = "65535")
  int port() default 8000;

  /**
   * The TCP port.
   *
   * @return -1 to 65535
   */
  @AttributeDefinition(
      name = "TCP port",
      description = "TCP port to listen on; 0 for any that is free, -1 for none.",
      min = "-1",
      max = "65535")
  int tcpPort() default -1;

  /**
   * How packets follow each other over TCP.
   *
   * @return {@code auto}, {@code length} or {@code slip}
   */
  @AttributeDefinition(
      name = "TCP framing",
      description =
          "A size before each packet (length, OSC 1.0), SLIP (slip, OSC 1.1), or told by the first byte.",
      options = {
        @Option(label = "By the first byte", value = "auto"),
        @Option(label = "Size first, OSC 1.0", value = "length"),
        @Option(label = "SLIP, OSC 1.1", value = "slip")
      })
  String framing() default "auto";

  /**
   * What stands before the addresses of OSC.
   *
   * @return an address, or empty
   */
  @AttributeDefinition(
      name = "Namespace",
      description =
          "Put before each address that a client sends, and taken off what it gets; empty for nothing.")
  String namespace() default "/osc";

  /**
   * Addresses that are taken in full.
   *
   * @return addresses; several also with commas
   */
  @AttributeDefinition(
      name = "Roots",
      description =
          "Addresses that begin with one of these are the same in OSC and CLASP, such as /mqtt.")
  String[] roots() default {};

  /**
   * Which messages are events.
   *
   * @return patterns as clients see addresses
   */
  @AttributeDefinition(
      name = "Events",
      description = "Messages whose addresses match are told once and not kept.")
  String[] events() default {};

  /**
   * How numbers are sent.
   *
   * @return {@code if}, {@code hd} or {@code f}
   */
  @AttributeDefinition(
      name = "Number types",
      description = "i and f (integers that need it as h); h and d; or f for all numbers.",
      options = {
        @Option(label = "i and f", value = "if"),
        @Option(label = "h and d", value = "hd"),
        @Option(label = "f only", value = "f")
      })
  String types() default "if";

  /**
   * Receivers that never ask.
   *
   * @return lines such as {@code 192.168.1.20:9000 types=f /1/**}
   */
  @AttributeDefinition(
      name = "Targets",
      description =
          "HOST:PORT, then udp, tcp or slip, types=..., device, and patterns; one target in each line.")
  String[] targets() default {};

  /**
   * Where clients listen.
   *
   * @return rows such as {@code 192.168.1.0/24=9000}
   */
  @AttributeDefinition(
      name = "Reply ports",
      description = "PORT, or NETWORK=PORT, for clients that do not listen where they send from.")
  String[] replyPorts() default {};

  /**
   * Where values are sent on request.
   *
   * @return networks; several also with commas
   */
  @AttributeDefinition(
      name = "Networks of subscribers",
      description = "Networks that values are sent to over UDP when somebody asks for it.")
  String[] subscriberNetworks() default {
    "127.0.0.0/8",
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "169.254.0.0/16",
    "::1/128",
    "fc00::/7",
    "fe80::/10"
  };

  /**
   * Whether clients need not subscribe.
   *
   * @return true to subscribe every client
   */
  @AttributeDefinition(
      name = "Subscribe all",
      description = "Every client gets everything in the namespace.")
  boolean autoSubscribe() default false;

  /**
   * Whether messages without arguments ask.
   *
   * @return true to answer them
   */
  @AttributeDefinition(
      name = "Queries",
      description =
          "A message without arguments asks for the value at its address, if there is one.")
  boolean queries() default false;

  /**
   * Whether {@code /xremote} is a command.
   *
   * @return true if it is
   */
  @AttributeDefinition(
      name = "/xremote",
      description = "The message /xremote subscribes to everything for ten seconds.")
  boolean xremote() default false;

  /**
   * Whether clients get what they wrote themselves.
   *
   * @return true if they do
   */
  @AttributeDefinition(
      name = "Echo",
      description = "A client that subscribes also gets what it wrote itself.")
  boolean echo() default false;

  /**
   * When a silent client is forgotten.
   *
   * @return 1 to 86400
   */
  @AttributeDefinition(
      name = "Session timeout",
      description =
          "Seconds of silence after which a UDP client is forgotten, with its subscriptions.",
      min = "1",
      max = "86400")
  int sessionTimeoutSeconds() default 30;

  /**
   * How many clients are served at the same time.
   *
   * @return 1 to 100000
   */
  @AttributeDefinition(
      name = "Most clients",
      description = "Clients that are served at the same time.",
      min = "1",
      max = "100000")
  int maxSessions() default 200;

  /**
   * How many of them may have the same address.
   *
   * @return 1 to 100000
   */
  @AttributeDefinition(
      name = "Most clients of a source",
      description = "Clients of one IP address that are served at the same time.",
      min = "1",
      max = "100000")
  int maxSessionsPerSource() default 50;

  /**
   * How many clients may come in a second.
   *
   * @return 1 to 100000
   */
  @AttributeDefinition(
      name = "Most new clients",
      description =
          "UDP clients that may come in a second, altogether; of one IP address a quarter of that.",
      min = "1",
      max = "100000")
  int maxNewSessionsPerSecond() default 100;

  /**
   * How many datagrams of a client are read in a second.
   *
   * @return 1 to 1000000
   */
  @AttributeDefinition(
      name = "Most datagrams",
      description = "Datagrams in a second that are read of a client; the rest is dropped.",
      min = "1",
      max = "1000000")
  int maxDatagramsPerSecond() default 20000;

  /**
   * The largest packet over TCP.
   *
   * @return 1024 to 1048576
   */
  @AttributeDefinition(
      name = "Largest packet",
      description = "Largest packet over TCP, in bytes.",
      min = "1024",
      max = "1048576")
  int maxPacketBytes() default 65536;

  /**
   * How many bundles wait for their time.
   *
   * @return 0 to 100000
   */
  @AttributeDefinition(
      name = "Most scheduled bundles",
      description = "Bundles that wait for their time, of one address half of that; 0 for none.",
      min = "0",
      max = "100000")
  int maxScheduled() default 2000;

  /**
   * How far ahead the time of a bundle may be.
   *
   * @return 1 to 86400
   */
  @AttributeDefinition(
      name = "Longest delay",
      description =
          "Bundles whose time is farther ahead take effect at once: their sender's clock is wrong.",
      min = "1",
      max = "86400")
  int maxDelaySeconds() default 60;

  /**
   * Whether targets may be broadcast addresses.
   *
   * @return true if they may
   */
  @AttributeDefinition(name = "Broadcast", description = "Targets may be broadcast addresses.")
  boolean broadcast() default false;

  /**
   * Where multicasts leave.
   *
   * @return name of a network interface, or empty
   */
  @AttributeDefinition(
      name = "Multicast interface",
      description =
          "Network interface by which targets with multicast addresses are reached; empty for the system's choice.")
  String multicastInterface() default "";

  /**
   * Where WebSocket clients connect to.
   *
   * @return a path, or empty for nowhere
   */
  @AttributeDefinition(
      name = "WebSocket path",
      description =
          "Path on the WebSocket ports for OSC in binary messages, sub-protocol osc; empty for"
              + " none.")
  String webSocketPath() default "/osc";

  /**
   * Where OSCQuery is answered.
   *
   * @return a path, or empty for nowhere
   */
  @AttributeDefinition(
      name = "OSCQuery path",
      description =
          "Path on the HTTP ports where clients find the namespace described (OSCQuery); empty for none.")
  String oscQueryPath() default "/oscquery";

  /**
   * The certificate of the TCP port.
   *
   * @return path of a PEM file, or empty
   */
  @AttributeDefinition(
      name = "Certificate file",
      description = "PEM file with the certificate and its issuers: the TCP port also takes TLS.",
      required = false)
  String certificateFile() default "";

  /**
   * The private key.
   *
   * @return path of a PEM file, or empty
   */
  @AttributeDefinition(
      name = "Key file",
      description = "PEM file with the private key of the certificate, not encrypted.",
      required = false)
  String keyFile() default "";

  /**
   * Whether the process makes a certificate.
   *
   * @return true for TLS without files
   */
  @AttributeDefinition(name = "Self-signed", description = "A certificate of the process's own.")
  boolean selfSigned() default false;

  /**
   * Whether plain TCP is refused.
   *
   * @return true for TLS only
   */
  @AttributeDefinition(name = "TLS only", description = "Refuse TCP clients without TLS.")
  boolean tlsOnly() default false;

  /**
   * Whether clients are asked for certificates.
   *
   * @return none, optional or required
   */
  @AttributeDefinition(
      name = "Client certificates",
      description = "Whether TCP clients are asked for one: none, optional or required.")
  String clientCertificates() default "none";

  /**
   * Who issues certificates of clients.
   *
   * @return path of a PEM file, or empty
   */
  @AttributeDefinition(
      name = "Client CA file",
      description = "PEM file with the issuers of the certificates of clients.",
      required = false)
  String clientCaFile() default "";
}
