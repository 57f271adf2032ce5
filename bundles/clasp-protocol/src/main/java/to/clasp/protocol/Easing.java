package to.clasp.protocol;

import java.util.Optional;

/** How a value moves from one keyframe of a {@link Timeline} to the next (protocol 8.3). */
public enum Easing {
  /** At constant speed. */
  LINEAR("linear"),
  /** Slow at first: t². */
  EASE_IN("ease-in"),
  /** Slow at the end: 1 - (1 - t)². */
  EASE_OUT("ease-out"),
  /** Slow at first and at the end. */
  EASE_IN_OUT("ease-in-out"),
  /** Not at all, until the next keyframe is reached. */
  STEP("step"),
  /** Along a curve with two control points, see {@link Timeline.Bezier}. */
  CUBIC_BEZIER("cubic-bezier");

  private static final Easing[] ALL = values();

  private final String wireName;

  Easing(String wireName) {
    this.wireName = wireName;
  }

  /**
   * The name on the wire.
   *
   * @return for example {@code ease-in}
   */
  public String wireName() {
    return wireName;
  }

  /**
   * The easing of a name on the wire.
   *
   * @param wireName any text; upper and lower case differ
   * @return the easing, or empty if there is none of that name
   */
  public static Optional<Easing> ofWireName(String wireName) {
    for (Easing candidate : ALL) {
      if (candidate.wireName.equals(wireName)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  /**
   * How much of the way is covered after a part of the time.
   *
   * @param t the part of the time, 0 to 1; what is outside counts as 0 or 1
   * @return the part of the way, 0 to 1; for {@link #CUBIC_BEZIER}, which has no control points
   *     here, the same as linear
   */
  public double ease(double t) {
    double x = Math.max(0, Math.min(1, t));
    return switch (this) {
      case LINEAR, CUBIC_BEZIER -> x;
      case EASE_IN -> x * x;
      case EASE_OUT -> 1 - (1 - x) * (1 - x);
      case EASE_IN_OUT -> x < 0.5 ? 2 * x * x : 1 - (2 - 2 * x) * (2 - 2 * x) / 2;
      case STEP -> x < 1 ? 0 : 1;
    };
  }
}
