package to.clasp.itests.client;

import java.net.URI;
import to.clasp.client.ClaspBuilder;
import to.clasp.client.ClaspClient;
import to.clasp.client.ClaspClients;
import to.clasp.client.internal.ChosenClients;
import to.clasp.transport.TlsOptions;
import to.clasp.transport.jdk.internal.JdkConnector;

/**
 * A way to the relay.
 *
 * @param name for people
 * @param uri where to connect
 * @param clients makes clients on the right transport
 * @param tls what is trusted
 */
record Way(String name, URI uri, ClaspClients clients, TlsOptions tls) {

  /** By the transport of the highest rank on the class path. */
  static Way found(URI uri, TlsOptions tls) {
    return new Way(uri.getScheme(), uri, ClaspClients.ofProcess(), tls);
  }

  /** By the transport on java.net.http, which ranks behind that on Netty. */
  static Way jdk(URI uri, TlsOptions tls) {
    return new Way(
        uri.getScheme() + " on java.net.http", uri, ChosenClients.on(new JdkConnector()), tls);
  }

  ClaspBuilder builder() {
    return clients
        .builder(uri.toString())
        .tls(tls)
        .connectTimeout(Waits.DEADLINE)
        .callDeadline(Waits.DEADLINE);
  }

  ClaspClient connect() {
    return builder().connect();
  }

  /** Whether messages can be lost, and must be small. */
  boolean isDatagram() {
    return uri.getScheme().equals("udp");
  }

  @Override
  public String toString() {
    return name;
  }
}
