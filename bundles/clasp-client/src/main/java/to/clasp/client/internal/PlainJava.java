package to.clasp.client.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import to.clasp.client.ClaspClients;
import to.clasp.transport.Connector;

/** Makes clients where there is no OSGi framework. */
public final class PlainJava implements Connectors {
  private static final String BUNDLE_LOADER = "org.osgi.framework.BundleReference";

  /** More than there are transports: the loader may tell the same for ever. */
  private static final int MOST_BROKEN = 50;

  private List<Connector> connectors;

  /** What keeps transports on the class path from being used. */
  private final List<String> broken = new ArrayList<>();

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
      connectors = load(ServiceLoader.load(Connector.class, ClaspClients.class.getClassLoader()));
    }
    return connectors.stream()
        .filter(connector -> connector.schemes().contains(scheme))
        .findFirst();
  }

  /** One transport that cannot be loaded is no reason to do without the others. */
  private List<Connector> load(ServiceLoader<Connector> loader) {
    List<Connector> found = new ArrayList<>();
    Iterator<Connector> each = loader.iterator();
    boolean more = true;
    while (more && broken.size() < MOST_BROKEN) {
      try {
        more = each.hasNext();
        if (more) {
          found.add(each.next());
        }
      } catch (ServiceConfigurationError | LinkageError unusable) {
        broken.add(unusable.getMessage());
      }
    }
    found.sort(Comparator.comparingInt(Connector::ranking).reversed());
    return found;
  }

  @Override
  public synchronized String hint() {
    String hint =
        "no transport for it is on the class path, such as clasp-transport-jdk for ws and wss";
    return broken.isEmpty() ? hint : hint + " (unusable: " + String.join(", ", broken) + ")";
  }
}
