package to.clasp.transport.websocket.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of one WebSocket port. */
@ObjectClassDefinition(
    name = "CLASP WebSocket port",
    description = "A port where clients connect by WebSocket.")
public @interface WebSocketTransportConfig {
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
  int port() default 7330;

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
  int pingIntervalSeconds() default 25;

  /**
   * Which web pages may connect.
   *
   * @return origins; a text may hold several, separated by commas
   */
  @AttributeDefinition(
      name = "Allowed origins",
      description =
          "Origins whose web pages may connect, such as https://example.org; * for any. Clients"
              + " that are no browsers send none and may always connect.")
  String[] allowedOrigins() default "*";
}
