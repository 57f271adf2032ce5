package to.clasp.client.internal;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import to.clasp.client.ClaspBuilder;
import to.clasp.client.ClaspClients;
import to.clasp.transport.Connector;

/** Makes clients inside an OSGi framework; its connectors come and go. */
@Component(service = ClaspClients.class)
public final class ClientsComponent implements ClaspClients, Connectors {
  private final Map<Connector, Integer> connectors = new ConcurrentHashMap<>();
  private final ClientFactory factory = new ClientFactory(this);

  /** A component without clients. */
  @Activate
  public ClientsComponent() {}

  /** Closes all clients. */
  @Deactivate
  void close() {
    factory.close();
  }

  /**
   * A connector has come.
   *
   * @param connector the connector
   * @param properties its {@code service.ranking} counts
   */
  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addConnector(Connector connector, Map<String, Object> properties) {
    Object ranking = properties.get("service.ranking");
    connectors.put(connector, ranking instanceof Integer number ? number : 0);
  }

  void removeConnector(Connector connector) {
    connectors.remove(connector);
  }

  @Override
  public Optional<Connector> forScheme(String scheme) {
    return connectors.entrySet().stream()
        .filter(entry -> entry.getKey().schemes().contains(scheme))
        .max(Comparator.comparingInt(Map.Entry::getValue))
        .map(Map.Entry::getKey);
  }

  @Override
  public String hint() {
    return "no bundle offers a connector for it, such as clasp-transport-websocket for ws and wss";
  }

  @Override
  public ClaspBuilder builder(String... endpoints) {
    return factory.builder(endpoints);
  }
}
