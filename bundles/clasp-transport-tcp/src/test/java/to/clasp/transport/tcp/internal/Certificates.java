package to.clasp.transport.tcp.internal;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import to.clasp.testkit.TestCertificate;
import to.clasp.transport.ConnectOptions;
import to.clasp.transport.Connection;
import to.clasp.transport.ConnectionHandler;
import to.clasp.transport.Connector;
import to.clasp.transport.TlsIdentity;
import to.clasp.transport.TlsOptions;

/** An authority, and what it has issued for servers on this machine, in files. */
record Certificates(Path directory, TestCertificate authority) {
  Certificates(Path directory) {
    this(directory, TestCertificate.authority("authority of a test"));
  }

  /** A valid certificate for the loopback address. */
  Config.Tls server() {
    return write(authority.issue("127.0.0.1"));
  }

  Config.Tls write(TestCertificate certificate) {
    try {
      return Config.Tls.of(
          certificate.writeChain(directory.resolve("cert.pem")),
          certificate.writeKey(directory.resolve("key.pem")));
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
  }

  Path authorityFile() throws IOException {
    return authority.writeChain(directory.resolve("ca.pem"));
  }

  ConnectOptions trusting() {
    return showing(null);
  }

  ConnectOptions showing(TlsIdentity identity) {
    return options(new TlsOptions(List.of(authority.certificate()), identity));
  }

  static ConnectOptions options(TlsOptions tls) {
    ConnectOptions usual = ConnectOptions.DEFAULT;
    return new ConnectOptions(usual.timeout(), usual.maxFrameBytes(), tls);
  }

  /** The same connector, but with trust in the authority. */
  Connector trusting(Connector connector) {
    return new Connector() {
      @Override
      public Set<String> schemes() {
        return connector.schemes();
      }

      @Override
      public CompletionStage<Connection> connect(
          URI to, ConnectOptions how, Function<Connection, ConnectionHandler> handler) {
        return connector.connect(to, trusting(), handler);
      }
    };
  }
}
