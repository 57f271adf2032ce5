package to.clasp.testkit;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import to.clasp.transport.ConnectOptions;
import to.clasp.transport.Connection;
import to.clasp.transport.ConnectionHandler;
import to.clasp.transport.Connector;
import to.clasp.transport.TlsIdentity;
import to.clasp.transport.TlsOptions;

/**
 * An authority, and what it has issued for servers on this machine, in files.
 *
 * @param directory where the files are
 * @param authority issues the certificates
 */
public record Certificates(Path directory, TestCertificate authority) {
  /**
   * A new authority.
   *
   * @param directory where the files will be
   */
  public Certificates(Path directory) {
    this(directory, TestCertificate.authority("authority of a test"));
  }

  /**
   * Writes a valid certificate for the loopback address.
   *
   * @return where it is
   */
  public TlsKeys server() {
    return write(authority.issue("127.0.0.1"));
  }

  /**
   * Writes a certificate with its key, in place of the last one.
   *
   * @param certificate what to write
   * @return where it is
   */
  public TlsKeys write(TestCertificate certificate) {
    try {
      return TlsKeys.of(
          certificate.writeChain(directory.resolve("cert.pem")),
          certificate.writeKey(directory.resolve("key.pem")));
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /**
   * Writes the authority's own certificate.
   *
   * @return where it is
   * @throws IOException if that is not possible
   */
  public Path authorityFile() throws IOException {
    return authority.writeChain(directory.resolve("ca.pem"));
  }

  /**
   * For a client that trusts the authority.
   *
   * @return the usual options otherwise
   */
  public ConnectOptions trusting() {
    return showing(null);
  }

  /**
   * For a client that trusts the authority and shows who it is.
   *
   * @param identity what it shows, or null
   * @return the usual options otherwise
   */
  public ConnectOptions showing(TlsIdentity identity) {
    return options(new TlsOptions(List.of(authority.certificate()), identity));
  }

  /**
   * For a client.
   *
   * @param tls whom it trusts and what it shows
   * @return the usual options otherwise
   */
  public static ConnectOptions options(TlsOptions tls) {
    ConnectOptions usual = ConnectOptions.DEFAULT;
    return new ConnectOptions(usual.timeout(), usual.maxFrameBytes(), tls);
  }

  /**
   * For the Java platform's own clients, with trust in the authority.
   *
   * @return the context
   * @throws GeneralSecurityException if the platform has no TLS
   * @throws IOException if the platform has no key store
   */
  public SSLContext context() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry("authority", authority.certificate());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  /**
   * Connects as the Java platform does, without anything of ours.
   *
   * @param to host and port
   * @param version the only version of TLS that is offered
   * @return a socket that has completed its handshake; reads give up after ten seconds
   * @throws GeneralSecurityException if the platform has no TLS
   * @throws IOException if the connection or its handshake fails
   */
  public SSLSocket socket(URI to, String version) throws GeneralSecurityException, IOException {
    SSLSocket socket =
        (SSLSocket) context().getSocketFactory().createSocket(to.getHost(), to.getPort());
    socket.setEnabledProtocols(new String[] {version});
    socket.setSoTimeout(10_000);
    socket.startHandshake();
    return socket;
  }

  /**
   * The same connector, but with trust in the authority.
   *
   * @param connector makes the connections
   * @return ignores the options that it is given
   */
  public Connector trusting(Connector connector) {
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
