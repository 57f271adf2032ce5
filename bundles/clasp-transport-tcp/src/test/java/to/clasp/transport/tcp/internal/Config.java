package to.clasp.transport.tcp.internal;

import java.lang.annotation.Annotation;

/** A configuration as DS would hand it over. */
record Config(String host, int port, int pingIntervalSeconds) {
  static Config onPort(int port) {
    return new Config("127.0.0.1", port, 25);
  }

  TcpTransportConfig asAnnotation() {
    return new TcpTransportConfig() {
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
      public Class<? extends Annotation> annotationType() {
        return TcpTransportConfig.class;
      }
    };
  }
}
