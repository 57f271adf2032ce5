package to.clasp.client.internal;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import to.clasp.client.ClaspClients;
import to.clasp.transport.Connector;

/** Makes clients where there is no OSGi framework. */
public final class PlainJava implements Connectors {
  private static final String BUNDLE_LOADER = "org.osgi.framework.BundleReference";

  private List<Connector> connectors;

  private PlainJava() {}

  /** Loaded at the first use only, so never inside a framework. */
  private static final class Holder {
    static final ClientFactory CLIENTS = new ClientFactory(new PlainJava());
  }

  /** The only instance. */
  public static ClaspClients clients() {
    if (isBundle(ClaspClients.class.getClassLoader())) {
      throw new IllegalStateException(
          "inside an OSGi framework use the service " + ClaspClients.class.getName());
    }
    return Holder.CLIENTS;
  }

  /** By name, because the class does not exist outside of a framework. */
  static boolean isBundle(ClassLoader loader) {
    for (Class<?> type = loader == null ? null : loader.getClass();
        type != null;
        type = type.getSuperclass()) {
      for (Class<?> implemented : type.getInterfaces()) {
        if (implemented.getName().equals(BUNDLE_LOADER)) {
          return true;
        }
      }
    }
    return false;
  }

  @Override
  public synchronized Optional<Connector> forScheme(String scheme) {
    if (connectors == null) {
      connectors =
          ServiceLoader.load(Connector.class, ClaspClients.class.getClassLoader()).stream()
              .map(ServiceLoader.Provider::get)
              .sorted(Comparator.comparingInt(Connector::ranking).reversed())
              .toList();
    }
    return connectors.stream()
        .filter(connector -> connector.schemes().contains(scheme))
        .findFirst();
  }

  @Override
  public String hint() {
    return "no transport for it is on the class path, such as clasp-transport-jdk for ws and wss";
  }
}
