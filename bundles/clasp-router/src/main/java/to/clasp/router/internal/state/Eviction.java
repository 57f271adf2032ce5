package to.clasp.router.internal.state;

import java.util.Locale;

/** Which param makes room when there are as many as allowed. */
public enum Eviction {
  /** The one not written and not read by GET for longest. */
  LRU,
  /** The one first written longest ago. */
  OLDEST,
  /** None: a SET that needs another param is refused. */
  REJECT;

  /**
   * The policy of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Eviction named(String name) {
    return switch (name.strip().toLowerCase(Locale.ROOT)) {
      case "lru" -> LRU;
      case "oldest" -> OLDEST;
      case "reject" -> REJECT;
      default ->
          throw new IllegalArgumentException(
              "eviction is '" + name + "', must be lru, oldest or reject");
    };
  }
}
