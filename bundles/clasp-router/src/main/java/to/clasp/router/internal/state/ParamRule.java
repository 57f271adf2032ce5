package to.clasp.router.internal.state;

import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.Set;
import to.clasp.protocol.SignalMeta.Range;
import to.clasp.protocol.Value;

/**
 * What the values of one param have to obey.
 *
 * @param range the numbers allowed, or null for any
 */
record ParamRule(Strategy strategy, Range range) {
  /** The rule of almost every param: the last write wins, any value is allowed. */
  static final ParamRule FREE = new ParamRule(Strategy.LWW, null);

  static ParamRule of(Strategy strategy, Range range) {
    boolean replaces = strategy == Strategy.LWW || strategy == Strategy.LOCK;
    return replaces && range == null ? FREE : new ParamRule(strategy, range);
  }

  /**
   * What is stored when a SET is written.
   *
   * @param stored the value until now, or null if there is none
   * @throws ProtocolException if the value is refused
   */
  Value resolve(Set set, Value stored) {
    if (range != null) {
      checkRange(set.address(), set.value());
    }
    if (stored == null) {
      return set.value();
    }
    Value resolved = strategy.resolve(set.address(), stored, set.value());
    if (resolved != set.value()) {
      ParamSize.check(set, resolved);
    }
    return resolved;
  }

  private void checkRange(String address, Value value) {
    if (value instanceof Value.Array array) {
      for (int i = 0; i < array.items().size(); i++) {
        if (!isInRange(array.items().get(i))) {
          throw outOfRange(address, "element " + i, array.items().get(i));
        }
      }
    } else if (!isInRange(value)) {
      throw outOfRange(address, "the value", value);
    }
  }

  /** A NaN is in no range; what is no number is in every one. */
  private boolean isInRange(Value value) {
    if (value instanceof Value.Int integer) {
      return integer.value() >= range.min() && integer.value() <= range.max();
    }
    return !(value instanceof Value.Float number)
        || number.value() >= range.min() && number.value() <= range.max();
  }

  private ProtocolException outOfRange(String address, String what, Value value) {
    String number =
        value instanceof Value.Int integer
            ? Long.toString(integer.value())
            : Double.toString(((Value.Float) value).value());
    return new ProtocolException(
        ErrorCode.INVALID_VALUE,
        "%s is %s, the announced range is %s to %s"
            .formatted(what, number, range.min(), range.max()),
        address);
  }
}
