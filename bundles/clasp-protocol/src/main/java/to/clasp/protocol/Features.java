package to.clasp.protocol;

/**
 * A set of signal types: what a peer supports (HELLO, WELCOME) or what a subscription asks for.
 *
 * @param mask one {@link SignalType#maskBit()} for each member; no other bits
 */
public record Features(int mask) {
  private static final int ALL_BITS = 0x1F;

  /** The empty set. */
  public static final Features NONE = new Features(0);

  /** All five signal types. */
  public static final Features ALL = new Features(ALL_BITS);

  /** Drops bits that stand for no signal type. */
  public Features {
    mask &= ALL_BITS;
  }

  /**
   * The set of the given types.
   *
   * @param types any number of types
   * @return the set
   */
  public static Features of(SignalType... types) {
    int mask = 0;
    for (SignalType type : types) {
      mask |= type.maskBit();
    }
    return new Features(mask);
  }

  /**
   * Whether a type is a member.
   *
   * @param type the type asked for
   * @return true if it is in the set
   */
  public boolean contains(SignalType type) {
    return (mask & type.maskBit()) != 0;
  }

  /**
   * Whether the set has no member.
   *
   * @return true for {@link #NONE}
   */
  public boolean isEmpty() {
    return mask == 0;
  }
}
