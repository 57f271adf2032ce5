package to.clasp.router.internal.fanout;

import java.util.Arrays;
import to.clasp.protocol.Features;
import to.clasp.protocol.Publish;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.SubscribeOptions;

/**
 * What a session wants of the addresses that a subscription, or several of them, match. Immutable.
 *
 * @param types a {@link SignalType#maskBit()} for each type wanted
 * @param params how params are thinned out; null for not at all
 * @param streams how streams are thinned out; null for not at all
 * @param moves how moves of gestures are thinned out; null for not at all
 */
public record Interest(int types, Shape params, Shape streams, Shape moves) {
  /** Those without any shape, shared because most subscriptions have one of them. */
  private static final Interest[] PLAIN = new Interest[Features.ALL.mask() + 1];

  static {
    Arrays.setAll(PLAIN, types -> new Interest(types, null, null, null));
  }

  /** The interest of one subscription. */
  public static Interest of(int types, SubscribeOptions options) {
    Shape shape = Shape.of(options);
    if (shape == null) {
      return PLAIN[types];
    }
    return new Interest(
        types,
        wants(types, SignalType.PARAM) ? shape.withoutWindow() : null,
        wants(types, SignalType.STREAM) ? shape : null,
        wants(types, SignalType.GESTURE) ? shape.rateOnly() : null);
  }

  /** The interest of two subscriptions of one session: for every type the least restrictive. */
  public Interest and(Interest other) {
    if (other == this) {
      return this;
    }
    return new Interest(
        types | other.types,
        least(other, SignalType.PARAM, params, other.params),
        least(other, SignalType.STREAM, streams, other.streams),
        least(other, SignalType.GESTURE, moves, other.moves));
  }

  private Shape least(Interest other, SignalType type, Shape mine, Shape theirs) {
    if (!wants(types, type)) {
      return theirs;
    }
    if (!wants(other.types, type)) {
      return mine;
    }
    return mine == null || theirs == null ? null : mine.least(theirs);
  }

  private static boolean wants(int types, SignalType type) {
    return (types & type.maskBit()) != 0;
  }

  /** Whether values of params are compared with those sent before. */
  public boolean comparesParams() {
    return params != null && params.epsilon() > 0;
  }

  /** Whether anything is thinned out. */
  boolean isShaped() {
    return params != null || streams != null || moves != null;
  }

  /** How messages like this one are thinned out, or null: events and replies never are. */
  public Shape shapeOf(Outgoing message) {
    return switch (message.kind()) {
      case PARAM -> params;
      case STREAM -> isMove(message) ? moves : streams;
      case EVENT, REPLY -> null;
    };
  }

  private static boolean isMove(Outgoing message) {
    return ((Publish) message.message()).signal() == SignalType.GESTURE;
  }
}
