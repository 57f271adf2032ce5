package to.clasp.transport.tcp.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Configuration of one TCP port. */
@ObjectClassDefinition(
    name = "CLASP TCP port",
    description = "A port where clients connect by TCP.")
public @interface TcpTransportConfig {
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
      description = "TCP port to listen on; 0 for any that is free.",
      min = "0",
      max = "65535")
  int port() default 7331;

  /**
   * How often peers are pinged.
   *
   * @return 0 to 3600
   */
  @AttributeDefinition(
      name = "Ping interval",
      description = "Seconds between PING messages to a client; 0 for none.",
      min = "0",
      max = "3600")
  int pingIntervalSeconds() default 25;

  /**
   * The certificate.
   *
   * @return path of a PEM file, or empty
   */
  @AttributeDefinition(
      name = "Certificate file",
      description =
          "PEM file with the certificate and then those of its issuers; followed when it changes."
              + " With it the port also takes TLS.",
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
  @AttributeDefinition(
      name = "Self-signed",
      description =
          "TLS with a certificate that the process makes itself; its fingerprint is in the log.")
  boolean selfSigned() default false;

  /**
   * Whether plain text is refused.
   *
   * @return true for TLS only
   */
  @AttributeDefinition(name = "TLS only", description = "Refuse clients without TLS.")
  boolean tlsOnly() default false;

  /**
   * Whether clients are asked for certificates.
   *
   * @return none, optional or required
   */
  @AttributeDefinition(
      name = "Client certificates",
      description = "Whether clients are asked for a certificate: none, optional or required.",
      options = {
        @Option(label = "none", value = "none"),
        @Option(label = "optional", value = "optional"),
        @Option(label = "required", value = "required")
      })
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
