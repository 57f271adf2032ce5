package to.clasp.router.internal.handler;

import to.clasp.protocol.Ack;
import to.clasp.protocol.Bundle;
import to.clasp.router.internal.access.Rights;
import to.clasp.router.internal.bundle.BundleLimits;
import to.clasp.router.internal.bundle.ScheduledBundles;
import to.clasp.router.internal.session.Session;
import to.clasp.router.internal.session.SessionDriver;

/**
 * BUNDLE: all of it takes effect together, or nothing does (protocol 8.4). One with a time to come
 * is acknowledged when it is accepted; whether the params allow it is decided at its time.
 */
final class BundleHandler implements MessageHandler<Bundle> {
  /** What is due sooner is carried out at once (µs). */
  private static final long SOON = 1000;

  private static final Ack ACCEPTED = new Ack(null, null, null, null, null);

  private final HandlerParts parts;
  private final SetHandler sets;
  private final PublishHandler signals;

  BundleHandler(HandlerParts parts, SetHandler sets, PublishHandler signals) {
    this.parts = parts;
    this.sets = sets;
    this.signals = signals;
  }

  @Override
  public void handle(SessionDriver from, Bundle message) {
    BundleContent content = read(from.session(), message);
    if (isDueLater(message.timestamp())) {
      schedule(from, message, content);
      from.session().reply(ACCEPTED);
    } else {
      write(from.session(), content, true);
    }
  }

  private BundleContent read(Session session, Bundle bundle) {
    return BundleReader.read(session, parts.signals(), bundle, limits().maxMessages());
  }

  private BundleLimits limits() {
    return parts.settings().get().bundleLimits();
  }

  private boolean isDueLater(Long time) {
    return time != null && Long.compareUnsigned(time, parts.clock().getAsLong() + SOON) > 0;
  }

  private void schedule(SessionDriver from, Bundle bundle, BundleContent content) {
    Session session = from.session();
    from.part(
            ScheduledBundles.class,
            () ->
                new ScheduledBundles(
                    from, parts.timer(), parts.clock(), due -> executeDue(session, due)))
        .add(bundle, content.messages(), content.bytes(), limits());
  }

  /** Read again, because what is encoded would take up memory until now. */
  private void executeDue(Session session, Bundle bundle) {
    session.rights().requireValid(parts.clock().getAsLong());
    write(session, read(session, bundle), false);
  }

  private void write(Session session, BundleContent content, boolean acknowledge) {
    Rights rights = session.rights();
    content.sets().forEach(set -> rights.countWrite(set.address()));
    content.signals().forEach(signal -> rights.countWrite(signal.address()));
    new BundleWriter(parts, sets, signals, session, content, acknowledge).write();
  }
}
