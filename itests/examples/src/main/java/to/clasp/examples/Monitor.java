package to.clasp.examples;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import to.clasp.client.ClaspClient;
import to.clasp.client.Received;
import to.clasp.client.SubscriptionOptions;

/**
 * Prints what happens at addresses, then ends: {@code Monitor ws://localhost:7330 /lights/** 10}.
 * It asks for one message after the other, so that a slow terminal does not fill the memory.
 */
public final class Monitor implements Flow.Subscriber<Received> {
  private final CountDownLatch left;
  private Flow.Subscription subscription;

  private Monitor(int count) {
    this.left = new CountDownLatch(count);
  }

  /** Arguments: endpoint, pattern, how many messages. */
  public static void main(String[] arguments) throws InterruptedException {
    Monitor monitor = new Monitor(Integer.parseInt(arguments[2]));
    try (ClaspClient clasp = ClaspClient.connect(arguments[0])) {
      clasp.publisher(arguments[1], SubscriptionOptions.ALL).subscribe(monitor);
      monitor.left.await();
    }
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    subscription.request(1);
  }

  @Override
  public void onNext(Received received) {
    if (left.getCount() > 0) {
      System.out.println(received.type() + " " + received.address() + " = " + received.value());
    }
    left.countDown();
    subscription.request(1);
  }

  @Override
  public void onError(Throwable failure) {
    System.err.println(failure.getMessage());
    System.exit(1);
  }

  @Override
  public void onComplete() {
    // the client was closed
  }
}
