package to.clasp.router.internal;

import java.time.Duration;
import to.clasp.router.internal.bundle.BundleLimits;
import to.clasp.router.internal.gesture.GestureLimits;
import to.clasp.router.internal.session.OutboundLimits;
import to.clasp.router.internal.state.StateSettings;
import to.clasp.transport.Limits;

/**
 * The router's configuration, checked. A session keeps the outbound limits it was made with; all
 * else takes effect at once.
 *
 * @param name name of the router
 * @param maxSessions most sessions; 0 for any number
 * @param limits what every transport enforces
 * @param maxSubscriptionsPerSession most subscriptions of one session
 * @param maxParams most params; 0 for any number
 * @param outboundLimits what may wait for one session
 * @param bundleLimits how much a bundle may hold, and how many may wait
 * @param gestureLimits how often gestures move, and how many may be open
 * @param state what is kept, how long and by which rules
 * @param subscriptions what the options of SUBSCRIBE may cost
 * @param signals about timelines, clients on microcontrollers and the rate limit
 */
public record RouterSettings(
    String name,
    int maxSessions,
    Limits limits,
    int maxSubscriptionsPerSession,
    int maxParams,
    OutboundLimits outboundLimits,
    BundleLimits bundleLimits,
    GestureLimits gestureLimits,
    StateSettings state,
    SubscriptionSettings subscriptions,
    SignalSettings signals) {
  /** A client may ask so much in one batch before it is made to wait for its answers. */
  private static final int FEWEST_REPLIES = 64;

  /**
   * Reads a configuration.
   *
   * @throws IllegalArgumentException if a value is out of range; the message names the key
   */
  static RouterSettings of(RouterConfig config) {
    requireFrom("maxFrameBytes", config.maxFrameBytes(), 12);
    if (config.maxFrameBytes() > Limits.LARGEST_FRAME) {
      throw new IllegalArgumentException(
          "maxFrameBytes is " + config.maxFrameBytes() + ", at most " + Limits.LARGEST_FRAME);
    }
    Limits limits =
        new Limits(
            config.maxFrameBytes(),
            Duration.ofSeconds(
                requireFrom("handshakeTimeoutSeconds", config.handshakeTimeoutSeconds(), 1)),
            Duration.ofSeconds(requireFrom("idleTimeoutSeconds", config.idleTimeoutSeconds(), 0)),
            Duration.ofSeconds(
                SettingRange.require(
                    "drainTimeoutSeconds", config.drainTimeoutSeconds(), 0, 3600)));
    OutboundLimits outboundLimits =
        new OutboundLimits(
            requireFrom("maxQueuedParams", config.maxQueuedParams(), 1),
            requireFrom("maxQueuedMessages", config.maxQueuedMessages(), 1),
            requireFrom("maxQueuedReplies", config.maxQueuedReplies(), FEWEST_REPLIES),
            requireFrom("maxQueuedBytes", config.maxQueuedBytes(), 2 * Limits.LARGEST_FRAME));
    return new RouterSettings(
        config.name(),
        requireFrom("maxSessions", config.maxSessions(), 0),
        limits,
        requireFrom("maxSubscriptionsPerSession", config.maxSubscriptionsPerSession(), 1),
        requireFrom("maxParams", config.maxParams(), 0),
        outboundLimits,
        BundleLimits.of(config),
        GestureLimits.of(config),
        StateSettings.of(config),
        SubscriptionSettings.of(config),
        SignalSettings.of(config));
  }

  static int requireFrom(String key, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(key + " is " + value + ", at least " + least);
    }
    return value;
  }
}
