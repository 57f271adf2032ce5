package to.clasp.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Where the certificates come from that a command trusts. */
final class Certificates {
  private static final Map<String, Integer> PORTS = Map.of("wss", 443, "tcps", 7331);

  /** The schemes of servers that can be asked for their certificate. */
  static final Set<String> SECURED = PORTS.keySet();

  private Certificates() {}

  /**
   * Reads a PEM file.
   *
   * @throws IOException if there is none in it; names the file
   */
  static List<X509Certificate> read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      List<X509Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (found.isEmpty()) {
        throw new IOException(file + ": no certificate in it");
      }
      return found;
    } catch (CertificateException unusable) {
      throw new IOException(file + ": " + unusable.getMessage(), unusable);
    } catch (java.nio.file.NoSuchFileException missing) {
      throw new IOException(file + ": no such file", missing);
    }
  }

  /**
   * Asks a server for its certificate.
   *
   * @throws IOException if it shows none in time; names the server
   */
  static X509Certificate shownBy(URI server, Duration patience) throws IOException {
    Integer usual = PORTS.get(server.getScheme());
    if (usual == null) {
      throw new IOException(server + ": --insecure is for wss and tcps; use --ca");
    }
    int port = server.getPort() < 0 ? usual : server.getPort();
    String host = server.getHost().replaceAll("[\\[\\]]", "");
    int millis = (int) Math.min(Integer.MAX_VALUE, patience.toMillis());
    try (Socket plain = new Socket()) {
      plain.connect(new InetSocketAddress(host, port), millis);
      plain.setSoTimeout(millis);
      try (SSLSocket socket = secured(plain, host, port)) {
        socket.startHandshake();
        Certificate first = socket.getSession().getPeerCertificates()[0];
        return (X509Certificate) first;
      }
    } catch (IOException | GeneralSecurityException failure) {
      throw new IOException(server + ": no certificate: " + failure.getMessage(), failure);
    }
  }

  private static SSLSocket secured(Socket plain, String host, int port)
      throws GeneralSecurityException, IOException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Any()}, null);
    return (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true);
  }

  /** Only to look at the certificate; nothing is said over such a connection. */
  private static final class Any implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
