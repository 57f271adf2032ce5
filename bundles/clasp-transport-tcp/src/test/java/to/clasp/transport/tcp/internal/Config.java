package to.clasp.transport.tcp.internal;

import java.lang.annotation.Annotation;
import java.nio.file.Path;

/** A configuration as DS would hand it over. */
record Config(String host, int port, int pingIntervalSeconds, Tls tls) {
  /** The keys about TLS. */
  record Tls(
      String certificateFile,
      String keyFile,
      boolean selfSigned,
      boolean tlsOnly,
      String clientCertificates,
      String clientCaFile) {
    static final Tls NONE = new Tls("", "", false, false, "none", "");

    static Tls of(Path certificate, Path key) {
      return new Tls(certificate.toString(), key.toString(), false, false, "none", "");
    }

    Tls only() {
      return new Tls(certificateFile, keyFile, selfSigned, true, clientCertificates, clientCaFile);
    }

    Tls clients(String asked, Path ca) {
      return new Tls(certificateFile, keyFile, selfSigned, tlsOnly, asked, ca.toString());
    }
  }

  Config(String host, int port, int pingIntervalSeconds) {
    this(host, port, pingIntervalSeconds, Tls.NONE);
  }

  static Config onPort(int port) {
    return new Config("127.0.0.1", port, 25);
  }

  Config with(Tls other) {
    return new Config(host, port, pingIntervalSeconds, other);
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
      public String certificateFile() {
        return tls.certificateFile;
      }

      @Override
      public String keyFile() {
        return tls.keyFile;
      }

      @Override
      public boolean selfSigned() {
        return tls.selfSigned;
      }

      @Override
      public boolean tlsOnly() {
        return tls.tlsOnly;
      }

      @Override
      public String clientCertificates() {
        return tls.clientCertificates;
      }

      @Override
      public String clientCaFile() {
        return tls.clientCaFile;
      }

      @Override
      public Class<? extends Annotation> annotationType() {
        return TcpTransportConfig.class;
      }
    };
  }
}
