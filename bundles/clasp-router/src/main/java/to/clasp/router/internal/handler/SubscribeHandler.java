package to.clasp.router.internal.handler;

import to.clasp.protocol.AddressPattern;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.Subscribe;
import to.clasp.router.internal.access.Door;
import to.clasp.router.internal.session.Session;
import to.clasp.router.internal.session.SessionDriver;
import to.clasp.router.internal.subscribe.PatternCost;
import to.clasp.router.internal.subscribe.Subscription;

/**
 * SUBSCRIBE: no answer but a snapshot of the params that match, if there are any (protocol part 7).
 * The subscription is in the index before the snapshot is taken, so that nothing falls between.
 */
record SubscribeHandler(HandlerParts parts) implements MessageHandler<Subscribe> {

  @Override
  public void handle(SessionDriver from, Subscribe message) {
    Session session = from.session();
    AddressPattern pattern = AddressPattern.parse(message.pattern());
    PatternCost.check(pattern);
    session.rights().requireSomeOf(Door.SUBSCRIBE, pattern);
    long id = session.subscriptionKey(message.id(), pattern);
    int limit = parts.settings().get().maxSubscriptionsPerSession();
    if (session.subscriptionCount() >= limit && !session.isSubscribed(id)) {
      throw new ProtocolException(
          ErrorCode.LIMIT_EXCEEDED,
          "a session has at most " + limit + " subscriptions",
          message.pattern());
    }
    Subscription subscription =
        new Subscription(session, pattern, message.types(), message.options());
    session.subscribe(id, subscription);
    if (subscription.wantsSnapshot()) {
      from.giveSnapshot(subscription);
    }
    parts.signals().catchUp(from, subscription);
  }
}
