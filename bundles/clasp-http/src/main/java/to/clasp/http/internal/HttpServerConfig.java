package to.clasp.http.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Bounds for HTTP requests, on every port. */
@ObjectClassDefinition(
    name = "CLASP HTTP",
    description = "Bounds for the HTTP requests that routes answer, on every port.")
public @interface HttpServerConfig {
  /**
   * How large a request may be.
   *
   * @return 0 to 16777216
   */
  @AttributeDefinition(
      name = "Largest body",
      description = "Bytes in the body of a request; beyond, it is refused with 413.",
      min = "0",
      max = "16777216")
  int maxBodyBytes() default 65_536;

  /**
   * How slow a request may be.
   *
   * @return 1 to 3600
   */
  @AttributeDefinition(
      name = "Request timeout",
      description = "Seconds that a request may take to arrive; beyond, it is refused with 408.",
      min = "1",
      max = "3600")
  int requestTimeoutSeconds() default 10;

  /**
   * How slow an answer may be.
   *
   * @return 1 to 3600
   */
  @AttributeDefinition(
      name = "Answer timeout",
      description =
          "Seconds that a route may take to answer, beyond, the client gets 504; and a client to"
              + " take the answer.",
      min = "1",
      max = "3600")
  int answerTimeoutSeconds() default 30;

  /**
   * How long a connection may rest.
   *
   * @return 1 to 3600
   */
  @AttributeDefinition(
      name = "Keep alive",
      description = "Seconds that a connection stays open without a request.",
      min = "1",
      max = "3600")
  int keepAliveSeconds() default 30;

  /**
   * How much is done at a time.
   *
   * @return 2 to 1024
   */
  @AttributeDefinition(
      name = "Most requests",
      description =
          "Requests that routes answer at the same time, of which one route gets half at most;"
              + " beyond, they are refused with 503.",
      min = "2",
      max = "1024")
  int maxRequests() default 64;

  /**
   * How many connections there may be.
   *
   * @return 1 to 65535
   */
  @AttributeDefinition(
      name = "Most connections",
      description = "HTTP connections at the same time; beyond, they are refused with 503.",
      min = "1",
      max = "65535")
  int maxConnections() default 256;

  /**
   * How many connections one source may have.
   *
   * @return 0 to 65535
   */
  @AttributeDefinition(
      name = "Most connections of a source",
      description =
          "HTTP connections of one network address (of IPv6 a /64) at the same time; beyond, they"
              + " are refused with 503; 0 for any number. Trusted proxies have no such bound.",
      min = "0",
      max = "65535")
  int maxConnectionsPerSource() default 64;

  /**
   * Whose word is taken for who sent a request.
   *
   * @return addresses and networks
   */
  @AttributeDefinition(
      name = "Trusted proxies",
      description =
          "Addresses and networks of proxies, such as 127.0.0.1 or 10.0.0.0/8, whose header"
              + " X-Forwarded-For tells who sent a request.",
      required = false)
  String[] trustedProxies() default {};
}
