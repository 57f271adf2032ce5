package to.clasp.client.internal;

/** Completes when the snapshot has come. */
final class SubscribeCall extends Call<Void> {
  final ClientSubscription subscription;

  SubscribeCall(ClientSubscription subscription, long deadline) {
    super(subscription.pattern(), subscription.frame(), deadline);
    this.subscription = subscription;
  }

  @Override
  String name() {
    return "SUBSCRIBE " + address;
  }

  @Override
  boolean waitsForConnection() {
    return true;
  }

  @Override
  FenceRule fence() {
    return FenceRule.AT_ONCE;
  }

  @Override
  void passed(Turn turn, String note) {
    subscription.taken();
    turn.succeed(this, null);
  }
}
