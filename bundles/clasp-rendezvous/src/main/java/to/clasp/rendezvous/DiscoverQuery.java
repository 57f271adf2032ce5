package to.clasp.rendezvous;

/**
 * Which devices to find.
 *
 * @param tag only devices with exactly this tag, or null for any
 * @param feature only devices with exactly this feature, or null for any
 * @param limit how many at most, from 0; servers answer with no more than 1000 at a time
 * @param offset how many of the newest to leave out, from 0; servers of the reference ignore it
 */
public record DiscoverQuery(String tag, String feature, int limit, int offset) {
  /** The most that a server answers with. */
  public static final int MOST = 1000;

  /** Every device, as many as a server answers with. */
  public static final DiscoverQuery ALL = new DiscoverQuery(null, null, MOST, 0);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is negative
   */
  public DiscoverQuery {
    if (limit < 0 || offset < 0) {
      throw new IllegalArgumentException("limit " + limit + " and offset " + offset + " from 0");
    }
  }

  /**
   * The same for another tag.
   *
   * @param word the tag, or null for any
   * @return a new query
   */
  public DiscoverQuery withTag(String word) {
    return new DiscoverQuery(word, feature, limit, offset);
  }

  /**
   * The same for another feature.
   *
   * @param signal the feature, or null for any
   * @return a new query
   */
  public DiscoverQuery withFeature(String signal) {
    return new DiscoverQuery(tag, signal, limit, offset);
  }

  /**
   * Another part of the same devices.
   *
   * @param most how many at most
   * @param from how many of the newest to leave out
   * @return a new query
   */
  public DiscoverQuery page(int most, int from) {
    return new DiscoverQuery(tag, feature, most, from);
  }
}
