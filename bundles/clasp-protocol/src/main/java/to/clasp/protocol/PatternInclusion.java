package to.clasp.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Whether every address that one pattern matches is matched by another, too.
 *
 * <p>A pattern is a row of named segments (those with a character other than {@code *}) with gaps
 * between them. A gap has a least number of segments and may be open, if there is a {@code **} in
 * it. The wider pattern must find its named segments in the narrower one, in order, so that each of
 * its gaps takes what lies between. The work grows with the product of the numbers of segments. A
 * few patterns that only include each other by a choice that depends on the address are not found;
 * never the other way round.
 */
final class PatternInclusion {
  private final List<String> named = new ArrayList<>();

  /** The gap before each named segment, and the one behind the last. */
  private final int[] least;

  private final boolean[] open;

  private PatternInclusion(AddressPattern pattern) {
    String[] segments = pattern.text().substring(1).split("/");
    least = new int[segments.length + 1];
    open = new boolean[segments.length + 1];
    for (int i = 0; i < segments.length; i++) {
      boolean deep = AddressPattern.isDeep(segments[i]);
      if (!segments[i].chars().allMatch(c -> c == '*')) {
        named.add(segments[i]);
      } else if (!deep || i == segments.length - 1) {
        least[named.size()]++;
      }
      open[named.size()] |= deep;
    }
  }

  static boolean isGiven(AddressPattern wide, AddressPattern narrow) {
    if (!narrow.hasWildcard()) {
      return wide.matches(narrow.text());
    }
    return wide.hasWildcard() && new PatternInclusion(wide).includes(new PatternInclusion(narrow));
  }

  private boolean includes(PatternInclusion narrow) {
    int count = narrow.named.size();
    int[] position = narrow.positions();
    int[] opened = narrow.opened();
    boolean[] reached = new boolean[count + 2];
    reached[0] = true;
    for (int i = 0; i < named.size(); i++) {
      AddressPattern segment = AddressPattern.parse("/" + named.get(i));
      boolean[] next = new boolean[count + 2];
      for (int j = 1; j <= count; j++) {
        next[j] =
            segment.matches("/" + narrow.named.get(j - 1))
                && takesGap(i, j, reached, position, opened);
      }
      reached = next;
    }
    return takesGap(named.size(), count + 1, reached, position, opened);
  }

  /** Where each named segment stands at least, with the beginning before and the end behind. */
  private int[] positions() {
    int[] position = new int[named.size() + 2];
    position[0] = -1;
    for (int j = 1; j < position.length; j++) {
      position[j] = position[j - 1] + 1 + least[j - 1];
    }
    return position;
  }

  /** How many open gaps there are before each named segment. */
  private int[] opened() {
    int[] opened = new int[named.size() + 2];
    for (int j = 1; j < opened.length; j++) {
      opened[j] = opened[j - 1] + (open[j - 1] ? 1 : 0);
    }
    return opened;
  }

  /**
   * Whether a gap takes all between a place that was reached and another one. An open gap takes
   * most from the first place; any other takes an exact number.
   */
  private boolean takesGap(int gap, int to, boolean[] reached, int[] position, int[] opened) {
    if (open[gap]) {
      int from = 0;
      while (from < to && !reached[from]) {
        from++;
      }
      return from < to && position[to] - position[from] - 1 >= least[gap];
    }
    int from = Arrays.binarySearch(position, position[to] - 1 - least[gap]);
    return from >= 0 && reached[from] && opened[from] == opened[to];
  }
}
