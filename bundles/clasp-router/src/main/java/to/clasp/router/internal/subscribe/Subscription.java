package to.clasp.router.internal.subscribe;

import to.clasp.protocol.AddressPattern;
import to.clasp.protocol.Features;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.router.internal.fanout.Interest;
import to.clasp.router.internal.fanout.Target;

/** What one session has subscribed to under one id. */
public final class Subscription {
  private final Target target;
  private final AddressPattern pattern;
  private final Interest interest;
  private final SubscribeOptions options;
  private final long history;

  /** Where the index keeps it; guarded by the index. */
  int slot = -1;

  /**
   * @param types the types asked for; none means all
   */
  public Subscription(
      Target target, AddressPattern pattern, Features types, SubscribeOptions options) {
    this.target = target;
    this.pattern = pattern;
    this.interest = Interest.of(types.isEmpty() ? Features.ALL.mask() : types.mask(), options);
    this.options = options;
    this.history = options.history() == null ? 1 : options.history();
  }

  public Target target() {
    return target;
  }

  public AddressPattern pattern() {
    return pattern;
  }

  /** A {@link SignalType#maskBit()} for each type it asks for. */
  public int types() {
    return interest.types();
  }

  /** Its options, as the client stated them. */
  public SubscribeOptions options() {
    return options;
  }

  /** What it asks for of the addresses that match. */
  public Interest interest() {
    return interest;
  }

  /** How many values and events of each address it wants to be told when it begins. */
  public long history() {
    return history;
  }

  /** Whether it is to be told anything when it begins. */
  public boolean wantsSnapshot() {
    return wantsPast() || wantsParams() && history > 0;
  }

  /** Whether it wants more than the current values. */
  public boolean wantsPast() {
    int recorded = SignalType.PARAM.maskBit() | SignalType.EVENT.maskBit();
    return history > 1 && (types() & recorded) != 0;
  }

  public boolean wantsParams() {
    return (types() & SignalType.PARAM.maskBit()) != 0;
  }
}
