package to.clasp.itests.soak;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import to.clasp.protocol.Features;
import to.clasp.protocol.Message;
import to.clasp.protocol.Set;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.transport.Connector;

/**
 * Reads all numbered params; a slow one stops reading now and then. Revisions must never go back,
 * and in the end the last value of every param must have arrived.
 */
final class Watcher implements Role {
  private final Statistics statistics;
  private final SoakClient client;
  private final Map<String, Long> revisions = new ConcurrentHashMap<>();
  private final boolean slow;

  Watcher(Connector connector, URI uri, int number, boolean slow, Statistics statistics)
      throws IOException, InterruptedException {
    this.statistics = statistics;
    this.slow = slow;
    String name = (slow ? "slow reader " : "reader ") + number;
    this.client = SoakClient.open(connector, uri, name, statistics, this::take);
    client.send(new Subscribe(1, "/soak/n/**", Features.NONE, SubscribeOptions.NONE));
  }

  @Override
  public void step() throws InterruptedException {
    if (slow) {
      client.setReading(false);
      Thread.sleep(5000);
      client.setReading(true);
    }
    Thread.sleep(1000);
  }

  private void take(Message message) {
    if (message instanceof Set set) {
      seen(set.address(), set.revision());
    } else if (message instanceof Snapshot snapshot) {
      snapshot.entries().forEach(entry -> seen(entry.address(), entry.revision()));
    }
  }

  private void seen(String address, long revision) {
    if (!address.startsWith("/soak/n/")) {
      return;
    }
    Long before = revisions.put(address, revision);
    if (before != null && before > revision) {
      statistics.problem("a revision went back for a " + (slow ? "slow reader" : "reader"));
    }
  }

  /** The revision of every numbered param that arrived last. */
  Map<String, Long> revisions() {
    return revisions;
  }

  @Override
  public void close() {
    client.close();
  }
}
