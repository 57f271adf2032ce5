package to.clasp.transport.websocket.internal;

import java.lang.annotation.Annotation;

/** A configuration as DS would hand it over. */
record Config(String host, int port, int pingIntervalSeconds, String... origins) {
  static Config onPort(int port) {
    return new Config("127.0.0.1", port, 25);
  }

  WebSocketTransportConfig asAnnotation() {
    return new WebSocketTransportConfig() {
      @Override
      public String host() {
        return host;
      }

      @Override
      public int port() {
        return port;
      }

      @Override
      public int pingIntervalSeconds() {
        return pingIntervalSeconds;
      }

      @Override
      public String[] allowedOrigins() {
        return origins.length == 0 ? new String[] {"*"} : origins;
      }

      @Override
      public Class<? extends Annotation> annotationType() {
        return WebSocketTransportConfig.class;
      }
    };
  }
}
