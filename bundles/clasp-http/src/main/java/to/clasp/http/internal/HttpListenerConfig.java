package to.clasp.http.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of one HTTP port. */
@ObjectClassDefinition(
    name = "CLASP HTTP port",
    description = "A port of its own for the HTTP routes, which every WebSocket port serves too.")
public @interface HttpListenerConfig {
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
  int port() default 7350;
}
