package to.clasp.router.internal.subscribe;

import to.clasp.protocol.AddressPattern;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ProtocolException;

/** Refuses patterns that take long to be tested against an address made for it. */
public final class PatternCost {
  /** An inner ** is searched for everywhere in an address, which takes time for every segment. */
  private static final int MAX_SEARCHED_SEGMENTS = 16;

  /** What stands behind a * is searched for everywhere in a segment. */
  private static final int MAX_SEARCHED_CHARACTERS = 64;

  private PatternCost() {}

  /**
   * Checks a pattern of a client.
   *
   * @throws ProtocolException if it is too expensive
   */
  public static void check(AddressPattern pattern) {
    String text = pattern.text();
    if (text.contains("/**/")
        && text.chars().filter(c -> c == '/').count() > MAX_SEARCHED_SEGMENTS) {
      throw tooExpensive(
          "a pattern with ** inside has at most " + MAX_SEARCHED_SEGMENTS + " segments", text);
    }
    for (int star = text.indexOf('*'); star >= 0; star = text.indexOf('*', star + 1)) {
      if (literalsBehind(text, star) > MAX_SEARCHED_CHARACTERS) {
        throw tooExpensive(
            "behind a * stand at most " + MAX_SEARCHED_CHARACTERS + " characters in its segment",
            text);
      }
    }
  }

  private static int literalsBehind(String text, int star) {
    int end = star + 1;
    while (end < text.length() && text.charAt(end) != '*' && text.charAt(end) != '/') {
      end++;
    }
    return end - star - 1;
  }

  private static ProtocolException tooExpensive(String message, String pattern) {
    return new ProtocolException(ErrorCode.PATTERN_ERROR, message, pattern);
  }
}
