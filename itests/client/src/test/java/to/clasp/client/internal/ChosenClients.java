package to.clasp.client.internal;

import java.util.Optional;
import to.clasp.client.ClaspClients;
import to.clasp.transport.Connector;

/** Clients on one connector, where several on the class path know the same scheme. */
public final class ChosenClients {
  private ChosenClients() {}

  /** Clients that use nothing but this connector. */
  public static ClaspClients on(Connector connector) {
    return new ClientFactory(
        new Connectors() {
          @Override
          public Optional<Connector> forScheme(String scheme) {
            return Optional.of(connector).filter(one -> one.schemes().contains(scheme));
          }

          @Override
          public String hint() {
            return "only " + connector.schemes() + " in this test";
          }
        });
  }
}
