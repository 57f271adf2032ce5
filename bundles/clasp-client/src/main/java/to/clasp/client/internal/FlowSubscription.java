package to.clasp.client.internal;

import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;
import to.clasp.client.ClaspException;
import to.clasp.client.Received;
import to.clasp.protocol.AddressPattern;

/** A subscription whose receiver says how much it wants. */
final class FlowSubscription implements Flow.Subscription, Mailbox.Receiver<Received> {
  private final Engine engine;
  private final AddressPattern pattern;
  private final Flow.Subscriber<? super Received> subscriber;
  private Mailbox<Received> mailbox;
  private volatile ClientSubscription subscription;
  private volatile boolean cancelled;

  FlowSubscription(
      Engine engine, AddressPattern pattern, Flow.Subscriber<? super Received> subscriber) {
    this.engine = engine;
    this.pattern = pattern;
    this.subscriber = subscriber;
  }

  /** Tells the subscriber first, so that it can ask for something or cancel. */
  void open(
      Function<Mailbox<Received>, Function<Consumer<ClaspException>, ClientSubscription>> opener,
      Function<Received, Object> key) {
    mailbox = new Mailbox<>(engine.settings().callbacks(), this, key, 0);
    subscriber.onSubscribe(this);
    if (!cancelled) {
      subscription = opener.apply(mailbox).apply(this::end);
      if (cancelled) {
        subscription.close();
      }
    }
  }

  private void end(ClaspException refusal) {
    if (refusal == null) {
      subscriber.onComplete();
    } else {
      subscriber.onError(refusal);
    }
  }

  @Override
  public void request(long more) {
    if (more > 0) {
      mailbox.request(more);
    } else {
      cancelled = true;
      mailbox.abort(() -> refuse(more));
    }
  }

  private void refuse(long more) {
    cancel();
    subscriber.onError(new IllegalArgumentException("request of " + more + " items of " + pattern));
  }

  @Override
  public void cancel() {
    cancelled = true;
    mailbox.close();
    ClientSubscription opened = subscription;
    if (opened != null) {
      opened.close();
    }
  }

  @Override
  public void receive(Received item) {
    subscriber.onNext(item);
  }

  /** A subscriber that throws is of no more use. */
  @Override
  public void failed(Throwable failure) {
    cancel();
    engine.listeners().callbackFailed("the subscriber of " + pattern, failure);
  }
}
