package to.clasp.client.internal;

import to.clasp.client.ClaspBuilder;
import to.clasp.client.ClaspClients;

/** Makes clients that share connectors and a timer. */
final class ClientFactory implements ClaspClients {
  private final Connectors connectors;

  ClientFactory(Connectors connectors) {
    this.connectors = connectors;
  }

  @Override
  public ClaspBuilder builder(String... endpoints) {
    throw new UnsupportedOperationException(connectors.hint());
  }
}
