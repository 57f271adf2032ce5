package to.clasp.mqtt.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Configuration of one MQTT port. */
@ObjectClassDefinition(
    name = "CLASP MQTT port",
    description = "A port where devices speak MQTT 3.1, 3.1.1 or 5.")
public @interface MqttConfig {
  /**
   * Host.
   *
   * @return name or address
   */
  @AttributeDefinition(
      name = "Host",
      description = "Address to listen on; 0.0.0.0 for all addresses of the machine.")
  String host() default "127.0.0.1";

  /**
   * Port.
   *
   * @return 0 to 65535
   */
  @AttributeDefinition(
      name = "Port",
      description =
          "TCP port to listen on; 0 for any that is free. By convention 1883, or 8883 for TLS only.",
      min = "0",
      max = "65535")
  int port() default 1883;

  /**
   * Namespace.
   *
   * @return an address
   */
  @AttributeDefinition(
      name = "Namespace",
      description = "Address under which the topics stand; / for all addresses.")
  String namespace() default "/mqtt";

  /**
   * Events.
   *
   * @return filters of MQTT
   */
  @AttributeDefinition(
      name = "Events",
      description =
          "Filters of topics where what is published is an event, not the value of a param.",
      required = false)
  String[] events() default {};

  /**
   * Echo.
   *
   * @return true to echo
   */
  @AttributeDefinition(
      name = "Echo",
      description =
          "Whether clients of MQTT 3 get what they publish themselves. Those of MQTT 5 say so themselves.")
  boolean echo() default false;

  /**
   * User properties.
   *
   * @return true to tell
   */
  @AttributeDefinition(
      name = "User properties",
      description = "Whether clients of MQTT 5 are told revision and writer of a param.")
  boolean userProperties() default true;

  /**
   * Empty retained message.
   *
   * @return remove or null
   */
  @AttributeDefinition(
      name = "Empty retained message",
      description = "What it does with a param: remove, or null to set it to null.",
      options = {
        @Option(label = "remove", value = "remove"),
        @Option(label = "null", value = "null")
      })
  String emptyRetained() default "remove";

  /**
   * Largest packet.
   *
   * @return bytes
   */
  @AttributeDefinition(
      name = "Largest packet",
      description = "Bytes of a packet of a client, header included; 256 to 268435455.")
  int maxPacketBytes() default 262144;

  /**
   * Receive maximum.
   *
   * @return 1 to 65535
   */
  @AttributeDefinition(
      name = "Receive maximum",
      description =
          "Messages with quality of service of a client of MQTT 5 under way at a time; 1 to 65535.")
  int receiveMaximum() default 100;

  /**
   * In flight.
   *
   * @return 1 to 65535
   */
  @AttributeDefinition(
      name = "In flight",
      description = "Messages with quality of service to a client under way at a time; 1 to 65535.")
  int maxInflight() default 100;

  /**
   * Queued messages.
   *
   * @return 1 or more
   */
  @AttributeDefinition(
      name = "Queued messages",
      description = "Messages with quality of service that wait for a client, or for its return.")
  int maxQueuedMessages() default 1000;

  /**
   * Queued bytes.
   *
   * @return 1 or more
   */
  @AttributeDefinition(name = "Queued bytes", description = "Memory for them, about.")
  long maxQueuedBytes() default 1048576;

  /**
   * Topic aliases.
   *
   * @return 0 to 65535
   */
  @AttributeDefinition(
      name = "Topic aliases",
      description = "Numbers for topics of a client of MQTT 5, each way; 0 to 65535.")
  int maxTopicAliases() default 32;

  /**
   * Session expiry.
   *
   * @return seconds
   */
  @AttributeDefinition(
      name = "Session expiry",
      description =
          "For how long a session is kept whose client is away; 0 to 4294967295, which is for ever.")
  long maxSessionExpirySeconds() default 86400;

  /**
   * Idle timeout.
   *
   * @return seconds
   */
  @AttributeDefinition(
      name = "Idle timeout",
      description = "Keep alive for clients that state none; 0 for ever.")
  int idleTimeoutSeconds() default 300;

  /**
   * Connect timeout.
   *
   * @return seconds
   */
  @AttributeDefinition(
      name = "Connect timeout",
      description = "Seconds for a client to say CONNECT and be let in; 1 to 3600.")
  int connectTimeoutSeconds() default 10;

  /**
   * Largest number of clients.
   *
   * @return 0 or more
   */
  @AttributeDefinition(
      name = "Largest number of clients",
      description =
          "Connections at a time; 0 for any number. The limit of the router holds besides.")
  int maxClients() default 0;

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
