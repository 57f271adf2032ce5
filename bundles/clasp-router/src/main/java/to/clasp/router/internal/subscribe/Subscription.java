package to.clasp.router.internal.subscribe;

import to.clasp.protocol.AddressPattern;
import to.clasp.protocol.Features;
import to.clasp.protocol.SignalType;
import to.clasp.router.internal.fanout.Target;

/** What one session has subscribed to under one id. */
public final class Subscription {
  private final Target target;
  private final AddressPattern pattern;
  private final int types;

  /** Where the index keeps it; guarded by the index. */
  int slot = -1;

  /**
   * @param types the types asked for; none means all
   */
  public Subscription(Target target, AddressPattern pattern, Features types) {
    this.target = target;
    this.pattern = pattern;
    this.types = types.isEmpty() ? Features.ALL.mask() : types.mask();
  }

  public Target target() {
    return target;
  }

  public AddressPattern pattern() {
    return pattern;
  }

  /** A {@link SignalType#maskBit()} for each type it asks for. */
  public int types() {
    return types;
  }

  public boolean wantsParams() {
    return (types & SignalType.PARAM.maskBit()) != 0;
  }
}
