package to.clasp.router.internal.state;

import to.clasp.router.internal.RouterConfig;

/**
 * The part of the router's configuration that is about params and announced signals, checked.
 *
 * @param maxParamBytes most memory of all params, in bytes; 0 for any number
 * @param maxSignals most announced signals; 0 for any number
 * @param paramTtlSeconds after which a param that nobody needs is removed; 0 for never
 * @param signalTtlSeconds after which an announcement ends; 0 for never
 * @param eviction which param makes room for another
 * @param strategies what addresses have which strategy
 */
public record StateSettings(
    int maxParamBytes,
    int maxSignals,
    int paramTtlSeconds,
    int signalTtlSeconds,
    Eviction eviction,
    StrategyPatterns strategies) {

  /**
   * Reads a configuration.
   *
   * @throws IllegalArgumentException if a value is out of range; the message names the key
   */
  public static StateSettings of(RouterConfig config) {
    return new StateSettings(
        requireFrom0("maxParamBytes", config.maxParamBytes()),
        requireFrom0("maxSignals", config.maxSignals()),
        requireFrom0("paramTtlSeconds", config.paramTtlSeconds()),
        requireFrom0("signalTtlSeconds", config.signalTtlSeconds()),
        Eviction.named(config.eviction()),
        strategies(config.strategies()));
  }

  private static StrategyPatterns strategies(String[] texts) {
    try {
      return StrategyPatterns.parse(texts);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("strategies has " + e.getMessage(), e);
    }
  }

  private static int requireFrom0(String key, int value) {
    if (value < 0) {
      throw new IllegalArgumentException(key + " is " + value + ", at least 0");
    }
    return value;
  }
}
