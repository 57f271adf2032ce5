package to.clasp.client.internal;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import to.clasp.client.ClaspException;
import to.clasp.client.Received;
import to.clasp.client.Registration;
import to.clasp.client.Subscription;
import to.clasp.client.SubscriptionOptions;
import to.clasp.protocol.AddressPattern;
import to.clasp.protocol.Phase;
import to.clasp.protocol.Publish;
import to.clasp.protocol.SignalType;

/** Brings what arrives to the callbacks of the application. */
final class Receivers {
  private final Engine engine;
  private final AtomicLong ids = new AtomicLong();

  Receivers(Engine engine) {
    this.engine = engine;
  }

  /** What a newer value can stand for, while a receiver does not keep up. */
  private record Key(String address, SignalType type, Long gesture) {}

  private static Object key(Received received) {
    return switch (received.type()) {
      case PARAM, STREAM -> new Key(received.address(), received.type(), null);
      case GESTURE -> received.phase() == Phase.MOVE ? key(received, received.publish()) : null;
      case EVENT, TIMELINE -> null;
    };
  }

  private static Key key(Received received, Publish publish) {
    return new Key(received.address(), received.type(), publish.id());
  }

  Subscription subscribe(
      AddressPattern pattern, SubscriptionOptions options, Consumer<Received> callback) {
    requireNonNull(callback, "callback");
    Mailbox<Received> mailbox =
        new Mailbox<>(
            engine.settings().callbacks(),
            receiver("the callback of " + pattern, callback),
            Receivers::key,
            Long.MAX_VALUE);
    return open(pattern, options, mailbox, refusal -> {});
  }

  private <T> Mailbox.Receiver<T> receiver(String what, Consumer<T> callback) {
    return new Mailbox.Receiver<>() {
      @Override
      public void receive(T item) {
        callback.accept(item);
      }

      @Override
      public void failed(Throwable failure) {
        engine.listeners().callbackFailed(what, failure);
      }
    };
  }

  private ClientSubscription open(
      AddressPattern pattern,
      SubscriptionOptions options,
      Mailbox<Received> mailbox,
      Consumer<ClaspException> atEnd) {
    ClientSubscription subscription =
        new ClientSubscription(
            ids.incrementAndGet(), pattern, options, mailbox, this::close, atEnd);
    SubscribeCall call = new SubscribeCall(subscription, engine.nextDeadline());
    call.whenComplete((done, failure) -> engine.subscribed(subscription, failure));
    engine.turn().run(() -> engine.subscriptions().add(subscription));
    engine.calls().submit(call);
    return subscription;
  }

  private void close(ClientSubscription subscription) {
    subscription.mailbox().close();
    boolean[] removed = new boolean[1];
    engine.turn().run(() -> removed[0] = engine.subscriptions().remove(subscription));
    subscription.settle(
        new ClaspException(0, "the subscription was closed", subscription.pattern(), null));
    if (removed[0]) {
      engine.calls().submit(UnsubscribeCall.of(subscription, engine.nextDeadline()));
    }
  }

  void subscribe(
      AddressPattern pattern,
      SubscriptionOptions options,
      Flow.Subscriber<? super Received> subscriber) {
    new FlowSubscription(engine, pattern, subscriber)
        .open(mailbox -> atEnd -> open(pattern, options, mailbox, atEnd), Receivers::key);
  }

  Registration onPublish(AddressPattern pattern, Consumer<Publish> callback) {
    requireNonNull(callback, "callback");
    Mailbox<Publish> mailbox =
        new Mailbox<>(
            engine.settings().callbacks(),
            receiver("the listener to " + pattern, callback),
            publish -> null,
            Long.MAX_VALUE);
    Subscriptions.PublishListener listener = new Subscriptions.PublishListener(pattern, mailbox);
    engine.turn().run(() -> engine.subscriptions().add(listener));
    return () -> {
      mailbox.close();
      engine.turn().run(() -> engine.subscriptions().remove(listener));
    };
  }
}
