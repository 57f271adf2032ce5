package to.clasp.protocol;

import java.util.regex.Pattern;

/** One segment of a pattern: plain text, or texts with any characters between them. */
final class SegmentPattern {
  private static final Pattern STARS = Pattern.compile("\\*+");

  private final String[] literals;

  private SegmentPattern(String[] literals) {
    this.literals = literals;
  }

  static SegmentPattern parse(String segment) {
    return new SegmentPattern(STARS.split(segment, -1));
  }

  boolean matches(String address, int start, int end) {
    String first = literals[0];
    if (!startsWith(address, start, end, first)) {
      return false;
    }
    int last = literals.length - 1;
    int from = start + first.length();
    if (last == 0) {
      return from == end;
    }
    int to = end - literals[last].length();
    if (to < from || !startsWith(address, to, end, literals[last])) {
      return false;
    }
    for (int i = 1; i < last; i++) {
      from = endOfFirst(address, from, to, literals[i]);
      if (from < 0) {
        return false;
      }
    }
    return true;
  }

  private static int endOfFirst(String address, int start, int end, String literal) {
    for (int at = start; at + literal.length() <= end; at++) {
      if (address.startsWith(literal, at)) {
        return at + literal.length();
      }
    }
    return -1;
  }

  private static boolean startsWith(String address, int start, int end, String literal) {
    return end - start >= literal.length() && address.startsWith(literal, start);
  }
}
