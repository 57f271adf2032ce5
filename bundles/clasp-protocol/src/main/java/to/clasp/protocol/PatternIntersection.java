package to.clasp.protocol;

import java.util.Arrays;
import java.util.List;

/**
 * Whether two patterns have an address in common.
 *
 * <p>If a pattern can stretch, that is, has a {@code **}, what stands in its middle does not matter
 * against another one that can stretch: each takes the other's middle. Only their beginnings and
 * their ends meet. The same holds for {@code *} inside a segment, and makes the work grow with the
 * lengths, not with what could be tried.
 */
final class PatternIntersection {
  private PatternIntersection() {}

  static boolean isPossible(AddressPattern one, AddressPattern other) {
    if (!one.hasWildcard()) {
      return other.matches(one.text());
    }
    if (!other.hasWildcard()) {
      return one.matches(other.text());
    }
    List<String> first = segments(one);
    List<String> second = segments(other);
    boolean firstStretches = first.stream().anyMatch(AddressPattern::isDeep);
    boolean secondStretches = second.stream().anyMatch(AddressPattern::isDeep);
    if (firstStretches && secondStretches) {
      return endsMeet(first, second);
    }
    return firstStretches ? fits(first, second) : fits(second, first);
  }

  private static List<String> segments(AddressPattern pattern) {
    return Arrays.asList(pattern.text().substring(1).split("/"));
  }

  /**
   * Compares what stands before the first and behind the last {@code **}, as far as both have it.
   */
  private static boolean endsMeet(List<String> one, List<String> other) {
    for (int i = 0; i < one.size() && i < other.size(); i++) {
      if (AddressPattern.isDeep(one.get(i)) || AddressPattern.isDeep(other.get(i))) {
        break;
      }
      if (!segmentsMeet(one.get(i), other.get(i))) {
        return false;
      }
    }
    for (int i = 1; i <= one.size() && i <= other.size(); i++) {
      String mine = one.get(one.size() - i);
      String theirs = other.get(other.size() - i);
      if (AddressPattern.isDeep(mine) || AddressPattern.isDeep(theirs)) {
        break;
      }
      if (!segmentsMeet(mine, theirs)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether a pattern can be as long as a list of segments without {@code **} and meet every one of
   * them; tried like {@link AddressPattern#matches}.
   */
  private static boolean fits(List<String> pattern, List<String> fixed) {
    int at = 0;
    int next = 0;
    int retryAt = -1;
    int retryNext = -1;
    while (at < fixed.size()) {
      if (next < pattern.size() && AddressPattern.isDeep(pattern.get(next))) {
        next++;
        if (next == pattern.size()) {
          return true;
        }
        retryAt = at;
        retryNext = next;
      } else if (next < pattern.size() && segmentsMeet(pattern.get(next), fixed.get(at))) {
        at++;
        next++;
      } else if (retryNext >= 0) {
        retryAt++;
        at = retryAt;
        next = retryNext;
      } else {
        return false;
      }
    }
    return next == pattern.size();
  }

  private static boolean segmentsMeet(String one, String other) {
    boolean oneStretches = one.indexOf('*') >= 0;
    boolean otherStretches = other.indexOf('*') >= 0;
    if (!oneStretches || !otherStretches) {
      return oneStretches ? matches(one, other) : matches(other, one);
    }
    return prefixesMeet(one, other) && suffixesMeet(one, other);
  }

  private static boolean matches(String glob, String literal) {
    return AddressPattern.parse("/" + glob).matches("/" + literal);
  }

  private static boolean prefixesMeet(String one, String other) {
    int length = Math.min(one.indexOf('*'), other.indexOf('*'));
    return one.regionMatches(0, other, 0, length);
  }

  private static boolean suffixesMeet(String one, String other) {
    int length = Math.min(afterStar(one), afterStar(other));
    return one.regionMatches(one.length() - length, other, other.length() - length, length);
  }

  private static int afterStar(String segment) {
    return segment.length() - 1 - segment.lastIndexOf('*');
  }
}
