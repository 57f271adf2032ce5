package to.clasp.transport.quic.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of one QUIC port. */
@ObjectClassDefinition(
    name = "CLASP QUIC port",
    description = "A UDP port where clients connect by QUIC. It is always encrypted.")
public @interface QuicTransportConfig {
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
  int port() default 7331;

  /**
   * The certificate.
   *
   * @return path of a PEM file, or empty
   */
  @AttributeDefinition(
      name = "Certificate file",
      description = "PEM file with the certificate, followed by those that issued it.",
      required = false)
  String certificateFile() default "";

  /**
   * The key.
   *
   * @return path of a PEM file, or empty
   */
  @AttributeDefinition(
      name = "Key file",
      description = "PEM file with the private key of the certificate.",
      required = false)
  String keyFile() default "";

  /**
   * A certificate without files.
   *
   * @return whether to make one
   */
  @AttributeDefinition(
      name = "Self-signed",
      description = "Use a certificate that the process makes itself; its fingerprint is logged.")
  boolean selfSigned() default false;

  /**
   * Certificates of clients.
   *
   * @return none, optional or required
   */
  @AttributeDefinition(
      name = "Client certificates",
      description = "Whether clients are asked for a certificate: none, optional or required.")
  String clientCertificates() default "none";

  /**
   * The issuers of client certificates.
   *
   * @return path of a PEM file, or empty
   */
  @AttributeDefinition(
      name = "Client CA file",
      description = "PEM file with the issuers of client certificates.",
      required = false)
  String clientCaFile() default "";

  /**
   * Whether streams go by datagram.
   *
   * @return false for never
   */
  @AttributeDefinition(
      name = "Datagrams",
      description = "Send signals of type stream by datagram to clients that read datagrams.")
  boolean datagrams() default true;

  /**
   * How often peers are pinged.
   *
   * @return 0 to 3600
   */
  @AttributeDefinition(
      name = "Ping interval",
      description = "Seconds between pings to a client; 0 for none.",
      min = "0",
      max = "3600")
  int pingIntervalSeconds() default 10;

  /**
   * The bound of connections.
   *
   * @return 1 to 1000000
   */
  @AttributeDefinition(
      name = "Largest number of connections",
      description = "QUIC connections at the same time; a client beyond gets no answer.",
      min = "1",
      max = "1000000")
  int maxConnections() default 10_000;

  /**
   * The bound of connections of one address.
   *
   * @return 1 to 1000000
   */
  @AttributeDefinition(
      name = "Largest number of connections of a source",
      description = "QUIC connections from one IP address; a client beyond gets no answer.",
      min = "1",
      max = "1000000")
  int maxConnectionsPerSource() default 1000;

  /**
   * The bound of streams.
   *
   * @return 1 to 1000
   */
  @AttributeDefinition(
      name = "Largest number of streams",
      description = "Streams that a client may open in one QUIC connection, in all.",
      min = "1",
      max = "1000")
  int maxStreams() default 16;
}
