package to.clasp.router.internal.subscribe;

import java.util.Set;
import java.util.function.Consumer;
import to.clasp.router.internal.fanout.Route;
import to.clasp.router.internal.fanout.RouteBuilder;
import to.clasp.router.internal.fanout.Routes;
import to.clasp.router.internal.fanout.Target;

/**
 * Finds the subscriptions that match an address. A trie of segments holds the regular patterns,
 * whose segments are literal or {@code *}, with at most one {@code **}, at the end. Every other
 * pattern hangs at the node of its literal prefix and is tested only for addresses that pass there.
 *
 * <p>One lock for changes; matching takes none.
 */
public final class SubscriptionIndex implements Routes {
  private final Node root = new Node();
  private volatile long generation = 1;

  public synchronized void add(Subscription subscription) {
    change(subscription, place -> place.add(subscription));
  }

  public synchronized void remove(Subscription subscription) {
    if (subscription.slot >= 0) {
      change(subscription, place -> place.remove(subscription));
      root.prune(subscription.pattern());
    }
  }

  private void change(Subscription subscription, Consumer<SubscriptionSet> action) {
    action.accept(root.place(subscription.pattern()));
    generation = generation + 1;
  }

  @Override
  public long generation() {
    return generation;
  }

  @Override
  public Route match(String address) {
    return receiversOf(address).build();
  }

  /** Whether any session is told when the param at an address changes. */
  public boolean isObserved(String address) {
    if (root.isEmpty()) {
      return false;
    }
    return root.anyMatch(
        address,
        subscription -> subscription.wantsParams() && subscription.target().mayRead(address));
  }

  /** The sessions that {@link #match} would put on the route. */
  Set<Target> receivers(String address) {
    return receiversOf(address).targets();
  }

  private RouteBuilder receiversOf(String address) {
    RouteBuilder found = new RouteBuilder(address);
    root.anyMatch(
        address,
        subscription -> {
          found.add(subscription.target(), subscription.interest());
          return false;
        });
    return found;
  }

  /** How many nodes there are below the root on the longest way. */
  int depth() {
    return root.depth();
  }

  /** Whether nothing is subscribed and nothing of earlier subscriptions is left. */
  public boolean isEmpty() {
    return root.isEmpty();
  }
}
