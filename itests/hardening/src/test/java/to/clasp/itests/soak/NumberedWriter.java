package to.clasp.itests.soak;

import java.io.IOException;
import java.net.URI;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import to.clasp.protocol.Ack;
import to.clasp.protocol.Get;
import to.clasp.protocol.Message;
import to.clasp.protocol.Set;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Value;
import to.clasp.transport.Connector;

/**
 * Writes numbered values to params of its own. Every SET must be acknowledged with the next
 * revision; in the end every param must have the last number as value and revision.
 */
final class NumberedWriter implements Role {
  private static final int PARAMS = 100;
  private static final int WINDOW = 64;
  private static final int STEP = 50;

  private final String root;
  private final Statistics statistics;
  private final SoakClient client;
  private final Queue<Integer> inFlight = new ConcurrentLinkedQueue<>();
  private final Semaphore window = new Semaphore(WINDOW);
  private final AtomicLongArray revisions = new AtomicLongArray(PARAMS);
  private final AtomicLongArray checked = new AtomicLongArray(PARAMS);
  private final Semaphore answers = new Semaphore(0);
  private final long[] numbers = new long[PARAMS];
  private volatile boolean checking;
  private int next;

  NumberedWriter(Connector connector, URI uri, int number, Statistics statistics)
      throws IOException, InterruptedException {
    this.root = "/soak/n/" + number + "/";
    this.statistics = statistics;
    this.client = SoakClient.open(connector, uri, "writer " + number, statistics, this::take);
  }

  @Override
  public void step() throws InterruptedException {
    for (int i = 0; i < STEP; i++) {
      if (!window.tryAcquire(30, TimeUnit.SECONDS)) {
        statistics.problem("a SET was not acknowledged within 30 s");
        return;
      }
      int param = next++ % PARAMS;
      inFlight.add(param);
      client.send(Set.of(root + param, Value.of(++numbers[param])));
    }
    Thread.sleep(40);
  }

  private void take(Message message) {
    if (message instanceof Ack ack && ack.address() != null) {
      acknowledged(ack);
    } else if (checking && message instanceof Snapshot snapshot) {
      snapshot.entries().forEach(this::check);
    }
  }

  private void acknowledged(Ack ack) {
    Integer param = inFlight.poll();
    if (param == null || !ack.address().equals(root + param)) {
      statistics.problem("an ACK out of order");
      return;
    }
    long revision = revisions.incrementAndGet(param);
    if (ack.revision() != revision) {
      statistics.problem("LOST: an ACK with another revision than the next one");
    }
    statistics.acknowledged.increment();
    window.release();
  }

  @Override
  public void finish() throws InterruptedException {
    if (!window.tryAcquire(WINDOW, 30, TimeUnit.SECONDS)) {
      statistics.problem("SETs without ACK in the end");
    }
    checking = true;
    for (int param = 0; param < PARAMS; param++) {
      client.send(new Get(root + param));
    }
    if (!answers.tryAcquire(PARAMS, 30, TimeUnit.SECONDS)) {
      statistics.problem("LOST: params that cannot be read in the end");
    }
  }

  private void check(Snapshot.Entry entry) {
    if (!entry.address().startsWith(root)) {
      return;
    }
    int param = Integer.parseInt(entry.address().substring(root.length()));
    long last = revisions.get(param);
    if (entry.revision() != last || !entry.value().equals(Value.of(last))) {
      statistics.problem("LOST: a param does not have the last acknowledged value");
    }
    if (checked.getAndSet(param, 1) == 0) {
      answers.release();
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
