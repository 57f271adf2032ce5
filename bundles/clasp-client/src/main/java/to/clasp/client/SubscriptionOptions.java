package to.clasp.client;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import to.clasp.protocol.Features;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.SubscribeOptions;

/**
 * What a subscription wants. Immutable; begin with {@link #ALL}.
 *
 * @param types the types of signal wanted; {@link Features#NONE} for all
 * @param wishes rate, precision, history and window as they are sent; reference routers ignore them
 */
public record SubscriptionOptions(Features types, SubscribeOptions wishes) {
  /** Everything, as it comes. */
  public static final SubscriptionOptions ALL =
      new SubscriptionOptions(Features.NONE, SubscribeOptions.NONE);

  /** Checks for null. */
  public SubscriptionOptions {
    requireNonNull(types, "types");
    requireNonNull(wishes, "wishes");
  }

  /**
   * Only signals of some types.
   *
   * @param only the types
   * @return changed options
   */
  public SubscriptionOptions types(SignalType... only) {
    return new SubscriptionOptions(Features.of(only), wishes);
  }

  /**
   * At most so many values per second of each address; the newest counts.
   *
   * @param hertz 1 to 2^32-1
   * @return changed options
   */
  public SubscriptionOptions maxRate(long hertz) {
    return with(new SubscribeOptions(hertz, wishes.epsilon(), wishes.history(), wishes.window()));
  }

  /**
   * Only numbers that differ from the last one by at least so much.
   *
   * @param difference more than 0
   * @return changed options
   */
  public SubscriptionOptions epsilon(double difference) {
    return with(
        new SubscribeOptions(wishes.maxRate(), difference, wishes.history(), wishes.window()));
  }

  /**
   * What came before the subscription.
   *
   * @param values 0 for nothing, 1 for the current params, more for the last values and events, as
   *     far as the router keeps them
   * @return changed options
   */
  public SubscriptionOptions history(long values) {
    return with(new SubscribeOptions(wishes.maxRate(), wishes.epsilon(), values, wishes.window()));
  }

  /**
   * Samples of streams gathered into one message.
   *
   * @param span how long to gather, in whole ms
   * @return changed options
   */
  public SubscriptionOptions window(Duration span) {
    return with(
        new SubscribeOptions(
            wishes.maxRate(), wishes.epsilon(), wishes.history(), span.toMillis()));
  }

  private SubscriptionOptions with(SubscribeOptions changed) {
    return new SubscriptionOptions(types, changed);
  }
}
