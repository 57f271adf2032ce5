package to.clasp.protocol;

import java.util.ArrayList;
import java.util.List;

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
  /** Stands for any number of segments; compared by identity. */
  private static final SegmentPattern DEEP = SegmentPattern.parse("**");

  private static final SegmentPattern ANY = SegmentPattern.parse("*");

  private final String text;

  /** Null if the pattern has no wildcard. */
  private final SegmentPattern[] segments;

  /** What comes before the only wildcard, a final {@code **}; null for all other patterns. */
  private final String prefix;

  private AddressPattern(String text, SegmentPattern[] segments) {
    this.text = text;
    this.segments = segments;
    this.prefix =
        text.indexOf('*') == text.length() - 2 && text.endsWith("/**")
            ? text.substring(0, text.length() - 2)
            : null;
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
    return new AddressPattern(text, text.indexOf('*') < 0 ? null : segmentsOf(text));
  }

  private static SegmentPattern[] segmentsOf(String text) {
    List<SegmentPattern> segments = new ArrayList<>();
    for (String segment : text.substring(1).split("/")) {
      segments.add(segment.equals("**") ? DEEP : SegmentPattern.parse(segment));
    }
    int last = segments.size() - 1;
    if (segments.get(last) == DEEP) {
      segments.add(last, ANY);
    }
    return segments.toArray(SegmentPattern[]::new);
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
    return segments != null;
  }

  /**
   * Whether an address matches. The time needed grows at most with the product of the lengths of
   * pattern and address; nothing is allocated.
   *
   * @param address any text; one that does not start with {@code /} never matches
   * @return true if it does
   */
  public boolean matches(String address) {
    if (segments == null) {
      return text.equals(address);
    }
    if (prefix != null) {
      return address.startsWith(prefix);
    }
    return !address.isEmpty() && address.charAt(0) == '/' && matchesSegments(address);
  }

  /**
   * Walks through both; after a mismatch the last {@code **} takes one segment more. Earlier ones
   * need not be tried again, because the last one can take whatever they would.
   */
  private boolean matchesSegments(String address) {
    int length = address.length();
    int at = 1;
    int next = 0;
    int retryAt = -1;
    int retryNext = -1;
    while (at <= length) {
      if (next < segments.length && segments[next] == DEEP) {
        next++;
        if (next == segments.length) {
          return true;
        }
        retryAt = at;
        retryNext = next;
        continue;
      }
      int end = endOfSegment(address, at);
      if (next < segments.length && segments[next].matches(address, at, end)) {
        at = end + 1;
        next++;
      } else if (retryNext >= 0) {
        retryAt = endOfSegment(address, retryAt) + 1;
        at = retryAt;
        next = retryNext;
      } else {
        return false;
      }
    }
    // A final ** stands behind the segment it must have, so nothing is left for it to take.
    return next == segments.length || next == segments.length - 1 && segments[next] == DEEP;
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
