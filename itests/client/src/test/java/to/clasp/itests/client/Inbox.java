package to.clasp.itests.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import to.clasp.client.ClaspClient;
import to.clasp.client.Received;
import to.clasp.client.SubscriptionOptions;

/** What a subscription received and nobody has looked at yet. */
final class Inbox {
  private final BlockingQueue<Received> queue = new LinkedBlockingQueue<>();

  private Inbox() {}

  /** Subscribes, and waits until the router has taken it. */
  static Inbox open(ClaspClient client, String pattern, SubscriptionOptions options)
      throws InterruptedException {
    Inbox inbox = new Inbox();
    Waits.get(client.subscribe(pattern, options, inbox.queue::add).ready());
    return inbox;
  }

  static Inbox open(ClaspClient client, String pattern) throws InterruptedException {
    return open(client, pattern, SubscriptionOptions.ALL);
  }

  Received next() throws InterruptedException {
    Received next = queue.poll(Waits.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    assertThat(next).as("a message within %s", Waits.DEADLINE).isNotNull();
    return next;
  }

  /** The next value, which must be about that address. */
  Object next(String address) throws InterruptedException {
    Received next = next();
    assertThat(next.address()).isEqualTo(address);
    return next.value();
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }
}
