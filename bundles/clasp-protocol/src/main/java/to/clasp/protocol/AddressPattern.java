package to.clasp.protocol;

/**
 * A pattern for addresses, as in SUBSCRIBE and QUERY and in scopes.
 *
 * <p>{@code *} stands for any characters, also none, inside one segment. {@code **} as a whole
 * segment stands for any number of segments, also none; at the end of the pattern for at least one,
 * so that {@code /a/**} does not match {@code /a}. {@code **} as a part of a segment is the same as
 * {@code *}. No other character is special. A pattern starts with {@code /}, has no empty segment
 * and is at most {@link Address#MAX_BYTES} long.
 *
 * <p>Two patterns are equal if their texts are equal.
 */
public final class AddressPattern {
  private static final String DEEP = "**";

  private final String text;

  /** Where the first segment with a wildcard begins; -1 if there is none. */
  private final int wild;

  private AddressPattern(String text) {
    this.text = text;
    int star = text.indexOf('*');
    this.wild = star < 0 ? -1 : text.lastIndexOf('/', star) + 1;
  }

  /**
   * Reads a pattern.
   *
   * @param text its text
   * @return the pattern
   * @throws ProtocolException with {@link ErrorCode#PATTERN_ERROR} if the text is no valid pattern;
   *     the message says why
   */
  public static AddressPattern parse(String text) {
    String fault = PathCheck.fault(text, true);
    if (fault != null) {
      throw new ProtocolException(
          ErrorCode.PATTERN_ERROR, "pattern " + Quoted.of(text) + " " + fault, text);
    }
    return new AddressPattern(text);
  }

  /**
   * The pattern as it was given.
   *
   * @return its text
   */
  public String text() {
    return text;
  }

  /**
   * Whether the pattern can match more than one address.
   *
   * @return true if it contains a wildcard
   */
  public boolean hasWildcard() {
    return wild >= 0;
  }

  /**
   * Whether an address matches. The time needed grows at most with the product of the lengths of
   * pattern and address; nothing is allocated.
   *
   * @param address any text; one that does not start with {@code /} never matches
   * @return true if it does
   */
  public boolean matches(String address) {
    if (wild < 0) {
      return text.equals(address);
    }
    return address.regionMatches(0, text, 0, wild) && matchesFromWild(address);
  }

  /**
   * Walks through both; after a mismatch the last {@code **} takes one segment more. Earlier ones
   * need not be tried again, because the last one can take whatever they would.
   */
  private boolean matchesFromWild(String address) {
    int at = wild;
    int next = wild;
    int retryAt = -1;
    int retryNext = -1;
    while (at <= address.length()) {
      if (isDeep(next)) {
        next += DEEP.length() + 1;
        if (next > text.length()) {
          return true;
        }
        retryAt = at;
        retryNext = next;
        continue;
      }
      int end = endOfSegment(address, at);
      if (next <= text.length() && matchesSegment(next, address, at, end)) {
        at = end + 1;
        next = endOfSegment(text, next) + 1;
      } else if (retryNext >= 0) {
        retryAt = endOfSegment(address, retryAt) + 1;
        at = retryAt;
        next = retryNext;
      } else {
        return false;
      }
    }
    return next > text.length();
  }

  /**
   * Whether any address matches both this pattern and another one. The largest size of an address
   * is left out of account.
   *
   * @param other another pattern
   * @return true if there is one
   */
  public boolean intersects(AddressPattern other) {
    return PatternIntersection.isPossible(this, other);
  }

  /**
   * Whether this pattern matches every address that another one matches. There are patterns, with
   * more than one {@code **}, of which that is true and not found; what is found is true.
   *
   * @param other another pattern
   * @return true if it does
   */
  public boolean includes(AddressPattern other) {
    return PatternInclusion.isGiven(this, other);
  }

  /** Whether a whole segment stands for any number of segments. */
  static boolean isDeep(String segment) {
    return segment.equals(DEEP);
  }

  private boolean isDeep(int start) {
    return text.startsWith(DEEP, start) && endOfSegment(text, start) == start + DEEP.length();
  }

  /** The same inside a segment: after a mismatch the last {@code *} takes one character more. */
  private boolean matchesSegment(int start, String address, int addressStart, int addressEnd) {
    int end = endOfSegment(text, start);
    int at = addressStart;
    int next = start;
    int retryAt = -1;
    int retryNext = -1;
    while (at < addressEnd) {
      if (next < end && text.charAt(next) == '*') {
        next++;
        if (next == end) {
          return true;
        }
        retryAt = at;
        retryNext = next;
      } else if (next < end && text.charAt(next) == address.charAt(at)) {
        next++;
        at++;
      } else if (retryNext >= 0) {
        retryAt++;
        at = retryAt;
        next = retryNext;
      } else {
        return false;
      }
    }
    while (next < end && text.charAt(next) == '*') {
      next++;
    }
    return next == end;
  }

  private static int endOfSegment(String address, int start) {
    int slash = address.indexOf('/', start);
    return slash < 0 ? address.length() : slash;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AddressPattern that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
