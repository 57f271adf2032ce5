package to.clasp.osc.internal.address;

import java.util.BitSet;
import to.clasp.osc.internal.codec.OscException;

/**
 * Matches what stands between two slashes. All ways to match are followed at the same time, so that
 * none has to be taken back.
 */
final class PartPattern {
  private PartPattern() {}

  /** Checks that brackets and braces end. */
  static void check(String pattern) {
    for (int at = 0; at < pattern.length(); at = endOfToken(pattern, at)) {
      char c = pattern.charAt(at);
      if (c == ']' || c == '}') {
        throw new OscException("a pattern has a '" + c + "' too many");
      }
    }
  }

  private static int endOfToken(String pattern, int start) {
    char c = pattern.charAt(start);
    if (c != '[' && c != '{') {
      return start + 1;
    }
    int end = pattern.indexOf(c == '[' ? ']' : '}', start);
    if (end < 0) {
      throw new OscException("a pattern has a '" + c + "' without end");
    }
    return end + 1;
  }

  static boolean matches(String pattern, String name, Effort effort) {
    BitSet reached = new BitSet();
    reached.set(0);
    int at = 0;
    while (at < pattern.length() && !reached.isEmpty()) {
      int end = endOfToken(pattern, at);
      effort.spend(reached.cardinality() * (end - at));
      reached = step(pattern, at, end, reached, name);
      at = end;
    }
    return reached.get(name.length());
  }

  /** Where in the name a token leads from all places that were reached. */
  private static BitSet step(String pattern, int start, int end, BitSet from, String name) {
    BitSet next = new BitSet();
    char kind = pattern.charAt(start);
    for (int i = from.nextSetBit(0); i >= 0; i = from.nextSetBit(i + 1)) {
      if (kind == '*') {
        next.set(i, name.length() + 1);
        break;
      } else if (kind == '{') {
        alternatives(pattern, start + 1, end - 1, name, i, next);
      } else if (i < name.length() && isOne(pattern, start, end, name.charAt(i))) {
        next.set(i + 1);
      }
    }
    return next;
  }

  private static boolean isOne(String pattern, int start, int end, char c) {
    char kind = pattern.charAt(start);
    return kind == '?' || (kind == '[' ? isInSet(pattern, start + 1, end - 1, c) : kind == c);
  }

  private static boolean isInSet(String pattern, int start, int end, char c) {
    boolean negated = start < end && pattern.charAt(start) == '!';
    boolean found = false;
    for (int i = negated ? start + 1 : start; i < end; i++) {
      if (i + 2 < end && pattern.charAt(i + 1) == '-') {
        found |= pattern.charAt(i) <= c && c <= pattern.charAt(i + 2);
        i += 2;
      } else {
        found |= pattern.charAt(i) == c;
      }
    }
    return found != negated;
  }

  private static void alternatives(
      String pattern, int start, int end, String name, int at, BitSet next) {
    int from = start;
    while (from <= end) {
      int comma = pattern.indexOf(',', from);
      int to = comma < 0 || comma > end ? end : comma;
      if (name.regionMatches(at, pattern, from, to - from)) {
        next.set(at + to - from);
      }
      from = to + 1;
    }
  }
}
