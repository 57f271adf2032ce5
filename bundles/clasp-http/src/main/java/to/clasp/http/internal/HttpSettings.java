package to.clasp.http.internal;

import java.time.Duration;

/** The checked bounds for requests. */
record HttpSettings(
    int maxBodyBytes,
    Duration requestTimeout,
    Duration answerTimeout,
    Duration keepAlive,
    int maxRequests,
    int maxConnections,
    int maxConnectionsPerSource,
    Proxies proxies) {
  private static final int LARGEST_BODY = 16 * 1024 * 1024;
  private static final int LONGEST = 3_600;

  static HttpSettings of(HttpServerConfig config) {
    return new HttpSettings(
        within("maxBodyBytes", config.maxBodyBytes(), 0, LARGEST_BODY),
        seconds("requestTimeoutSeconds", config.requestTimeoutSeconds()),
        seconds("answerTimeoutSeconds", config.answerTimeoutSeconds()),
        seconds("keepAliveSeconds", config.keepAliveSeconds()),
        within("maxRequests", config.maxRequests(), 2, 1024),
        within("maxConnections", config.maxConnections(), 1, 65_535),
        within("maxConnectionsPerSource", config.maxConnectionsPerSource(), 0, 65_535),
        Proxies.of(config.trustedProxies()));
  }

  private static Duration seconds(String key, int value) {
    return Duration.ofSeconds(within(key, value, 1, LONGEST));
  }

  private static int within(String key, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          HttpServer.PID + ": " + key + " = " + value + " must be " + least + " to " + most);
    }
    return value;
  }
}
