package to.clasp.itests.karaf;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import to.clasp.client.ClaspClient;
import to.clasp.client.ClaspClients;

/** Uses the client. Apart from its test, which is loaded before the client is installed. */
final class ClientUser implements AutoCloseable {
  private static final long SECONDS = 60;

  private final ClaspClient clasp;

  private ClientUser(ClaspClient clasp) {
    this.clasp = clasp;
  }

  static ClientUser connect(BundleContext context, String uri) throws Exception {
    ClaspClients clients =
        Waiting.untilPresent(
            "the service", () -> ManagedEndpoint.services(context, ClaspClients.class).findFirst());
    return new ClientUser(clients.builder(uri).connectAsync().get(SECONDS, TimeUnit.SECONDS));
  }

  /** Writes a param and gets it back in both ways. */
  void exchange(String address) throws Exception {
    BlockingQueue<List<Object>> told = new LinkedBlockingQueue<>();
    clasp
        .on(address, (at, value) -> told.add(List.of(at, value)))
        .ready()
        .get(SECONDS, TimeUnit.SECONDS);
    long revision = clasp.set(address, "value").get(SECONDS, TimeUnit.SECONDS);
    List<Object> first = told.poll(SECONDS, TimeUnit.SECONDS);
    String kept = clasp.get(address, String.class).get(SECONDS, TimeUnit.SECONDS);
    if (revision != 1 || !List.of(address, "value").equals(first) || !"value".equals(kept)) {
      throw new AssertionError("revision " + revision + ", told " + first + ", kept " + kept);
    }
  }

  boolean isClosed() {
    return clasp.closed().isDone();
  }

  static String refusalOfPlainJava() {
    try {
      ClaspClient.builder();
    } catch (IllegalStateException refused) {
      return refused.getMessage();
    }
    throw new AssertionError("plain Java's clients inside of a framework");
  }

  @Override
  public void close() {
    clasp.close();
  }
}
