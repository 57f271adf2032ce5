package to.clasp.router.internal.access;

import java.util.List;
import java.util.function.LongSupplier;
import to.clasp.auth.Constraint;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.Publish;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Timeline;
import to.clasp.protocol.Value;

/** The constraints of one grant, held by one session; used by its loop only. */
final class WriteLimits {
  private static final WriteLimits NONE = new WriteLimits(List.of());

  /**
   * @param rate null if the constraint has none
   */
  private record Limit(Constraint constraint, WriteRate rate) {}

  private final List<Limit> limits;

  private WriteLimits(List<Limit> limits) {
    this.limits = limits;
  }

  static WriteLimits of(List<Constraint> constraints, LongSupplier nanos) {
    if (constraints.isEmpty()) {
      return NONE;
    }
    return new WriteLimits(
        constraints.stream()
            .map(
                it ->
                    new Limit(it, it.maxRate() == null ? null : new WriteRate(it.maxRate(), nanos)))
            .toList());
  }

  /**
   * Checks every number of a value, however deep.
   *
   * @throws ProtocolException if one is out of bounds
   */
  void requireInRange(String address, Value value) {
    for (Limit limit : limits) {
      if (bounds(limit, address)) {
        requireInRange(limit.constraint, address, value);
      }
    }
  }

  /**
   * Checks every number of a message: its value and its samples, or its keyframes and their curves.
   *
   * @throws ProtocolException if one is out of bounds
   */
  void requireInRange(Publish publish) {
    for (Limit limit : limits) {
      if (bounds(limit, publish.address())) {
        requireInRange(limit.constraint, publish);
      }
    }
  }

  private static boolean bounds(Limit limit, String address) {
    return limit.constraint.hasRange() && limit.constraint.pattern().matches(address);
  }

  private static void requireInRange(Constraint constraint, Publish publish) {
    if (publish.samples() != null) {
      for (int i = 0; i < publish.samples().size(); i++) {
        requireInRange(constraint, publish.address(), publish.samples().get(i));
      }
    }
    if (publish.signal() == SignalType.TIMELINE && publish.value() instanceof Value.Map map) {
      for (Timeline.Keyframe keyframe : timeline(publish.address(), map).keyframes()) {
        requireInRange(constraint, publish.address(), keyframe.value());
        requireNoOvershoot(publish.address(), keyframe.bezier());
      }
    } else if (publish.value() != null) {
      requireInRange(constraint, publish.address(), publish.value());
    }
  }

  /** Between two keyframes a value may pass them both, if the curve does. */
  private static void requireNoOvershoot(String address, Timeline.Bezier curve) {
    if (curve != null
        && !(isPart(curve.x1())
            && isPart(curve.y1())
            && isPart(curve.x2())
            && isPart(curve.y2()))) {
      throw new ProtocolException(
          ErrorCode.INVALID_VALUE,
          "the numbers for " + address + " are bounded, so its curves keep within 0 to 1",
          address);
    }
  }

  private static boolean isPart(double number) {
    return number >= 0 && number <= 1;
  }

  private static Timeline timeline(String address, Value.Map map) {
    try {
      return Timeline.parse(map);
    } catch (ProtocolException e) {
      throw new ProtocolException(e.code(), e.getMessage(), address);
    }
  }

  private static void requireInRange(Constraint constraint, String address, Value value) {
    if (value instanceof Value.Int number) {
      requireInRange(constraint, address, (double) number.value());
    } else if (value instanceof Value.Float number) {
      requireInRange(constraint, address, number.value());
    } else if (value instanceof Value.Array array) {
      array.items().forEach(item -> requireInRange(constraint, address, item));
    } else if (value instanceof Value.Map map) {
      map.entries().values().forEach(item -> requireInRange(constraint, address, item));
    }
  }

  private static void requireInRange(Constraint constraint, String address, double number) {
    if (!constraint.isInRange(number)) {
      throw new ProtocolException(
          ErrorCode.INVALID_VALUE,
          "%s for %s is out of the range that the token allows, %s to %s"
              .formatted(
                  number, address, bound(constraint.min(), "-∞"), bound(constraint.max(), "∞")),
          address);
    }
  }

  private static String bound(Double number, String none) {
    return number == null ? none : number.toString();
  }

  /**
   * Counts a write, also one that is refused for another reason later.
   *
   * @throws ProtocolException if it comes too soon
   */
  void count(String address) {
    for (Limit limit : limits) {
      if (limit.rate != null && limit.constraint.pattern().matches(address)) {
        limit.rate.count(address);
      }
    }
  }
}
