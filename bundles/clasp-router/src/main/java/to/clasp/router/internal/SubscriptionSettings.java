package to.clasp.router.internal;

/**
 * What the options of SUBSCRIBE may cost.
 *
 * @param historyLength values and events kept of each address; 0 to keep none
 * @param maxHistoryBytes memory for all of them, in bytes
 * @param maxShapedAddressesPerSession addresses of which a session's rates and differences are
 *     known
 */
public record SubscriptionSettings(
    int historyLength, int maxHistoryBytes, int maxShapedAddressesPerSession) {
  private static final int MAX_HISTORY_LENGTH = 1000;

  /**
   * Reads them from a configuration.
   *
   * @throws IllegalArgumentException if a value is out of range; the message names the key
   */
  static SubscriptionSettings of(RouterConfig config) {
    int length = RouterSettings.requireFrom("historyLength", config.historyLength(), 0);
    if (length > MAX_HISTORY_LENGTH) {
      throw new IllegalArgumentException(
          "historyLength is " + length + ", at most " + MAX_HISTORY_LENGTH);
    }
    return new SubscriptionSettings(
        length,
        RouterSettings.requireFrom("maxHistoryBytes", config.maxHistoryBytes(), 0),
        RouterSettings.requireFrom(
            "maxShapedAddressesPerSession", config.maxShapedAddressesPerSession(), 1));
  }
}
