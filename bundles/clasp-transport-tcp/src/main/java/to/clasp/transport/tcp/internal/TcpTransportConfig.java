package to.clasp.transport.tcp.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

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
}
