package to.clasp.protocol;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A value that changes along keyframes (protocol 8.3). It travels as a map in the value of a {@link
 * Publish} of type {@link SignalType#TIMELINE}; see {@link #parse} and {@link #toValue}.
 *
 * @param keyframes the keyframes in the order of their times, at most {@link #MAX_KEYFRAMES}; of
 *     several at the same time the value jumps from the first to the last
 * @param loop true to begin again at the end
 * @param startTime when it begins, in µs since 1970-01-01 UTC, 0 or more; null when not stated.
 *     {@link #sample} does not use it
 * @param duration when it ends, in µs after the start, 0 or more; null to end with the last
 *     keyframe
 */
public record Timeline(List<Keyframe> keyframes, boolean loop, Long startTime, Long duration) {
  /** More keyframes than fit into any frame in the binary encoding. */
  public static final int MAX_KEYFRAMES = 4096;

  /**
   * Checks for null and copies the list.
   *
   * @throws IllegalArgumentException if there are too many keyframes, they are not in the order of
   *     their times, or a time is negative
   */
  public Timeline {
    keyframes = List.copyOf(keyframes);
    requireInOrder(keyframes);
    requireNotNegative(startTime, "start time");
    requireNotNegative(duration, "duration");
  }

  private static void requireInOrder(List<Keyframe> keyframes) {
    if (keyframes.size() > MAX_KEYFRAMES) {
      throw new IllegalArgumentException(
          keyframes.size() + " keyframes, more than " + MAX_KEYFRAMES);
    }
    for (int i = 1; i < keyframes.size(); i++) {
      if (keyframes.get(i).time < keyframes.get(i - 1).time) {
        throw new IllegalArgumentException(
            "time of keyframe " + i + " is before that of the previous one");
      }
    }
  }

  private static void requireNotNegative(Long time, String name) {
    if (time != null && time < 0) {
      throw new IllegalArgumentException(name + " of " + time + " µs");
    }
  }

  /**
   * A timeline that is played once and ends with its last keyframe.
   *
   * @param keyframes the keyframes in the order of their times
   * @return the timeline, without a start time
   * @throws IllegalArgumentException if they are too many or not in order
   */
  public static Timeline of(Keyframe... keyframes) {
    return new Timeline(List.of(keyframes), false, null, null);
  }

  /**
   * Reads the form in which timelines travel: a map with {@code keyframes}, an array of maps with
   * {@code time}, {@code value} and perhaps {@code easing} and {@code bezier} (four numbers), and
   * perhaps {@code loop}, {@code start_time} and {@code duration}. Times may be integers or floats,
   * which are rounded to whole µs. Null stands for an optional entry that is missing; other entries
   * are ignored.
   *
   * @param value the value of a PUBLISH
   * @return the timeline
   * @throws ProtocolException with {@link ErrorCode#INVALID_VALUE} if the value is no timeline; the
   *     message names the entry and the number of the keyframe, counted from 0
   */
  public static Timeline parse(Value value) {
    return TimelineReader.read(value);
  }

  /**
   * The form in which timelines travel; {@link #parse} makes an equal timeline of it. Entries that
   * say nothing are left out: a linear easing, a loop that is false, times that are null.
   *
   * @return a map
   */
  public Value.Map toValue() {
    return TimelineWriter.write(this);
  }

  /**
   * How long one run takes.
   *
   * @return in µs: the duration, if null the time of the last keyframe, 0 without keyframes
   */
  public long length() {
    if (duration != null) {
      return duration;
    }
    return keyframes.isEmpty() ? 0 : last().time;
  }

  /**
   * The value at a time. The effort grows with the logarithm of the number of keyframes, and with
   * the size of the value if it is an array.
   *
   * <p>Between two keyframes the value moves with the easing of the earlier one: floats steadily,
   * integers by whole numbers (what is left of the change is cut off), arrays of equal size item by
   * item. Any other value changes when half of the way is covered. Before the first keyframe and
   * after the last their values hold; if the length is 0, that of the first does.
   *
   * @param elapsed µs since the start; a negative time counts as 0
   * @return the value and how far the timeline is
   */
  public Sample sample(long elapsed) {
    long length = length();
    if (keyframes.isEmpty() || length == 0) {
      return new Sample(keyframes.isEmpty() ? null : keyframes.get(0).value, true, 0);
    }
    long since = Math.max(0, elapsed);
    if (loop) {
      return new Sample(valueAt(since % length), false, since / length);
    }
    boolean finished = since >= length;
    return new Sample(finished ? last().value : valueAt(since), finished, 0);
  }

  private Value valueAt(long position) {
    int next = firstAfter(position);
    if (next == 0) {
      return keyframes.get(0).value;
    } else if (next == keyframes.size()) {
      return last().value;
    }
    Keyframe left = keyframes.get(next - 1);
    Keyframe right = keyframes.get(next);
    double t = (double) (position - left.time) / (right.time - left.time);
    return Interpolation.between(left.value, right.value, left.ease(t));
  }

  private int firstAfter(long position) {
    int from = 0;
    int to = keyframes.size();
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (keyframes.get(middle).time > position) {
        to = middle;
      } else {
        from = middle + 1;
      }
    }
    return from;
  }

  private Keyframe last() {
    return keyframes.get(keyframes.size() - 1);
  }

  /**
   * A value at a time.
   *
   * @param time µs after the start, 0 or more
   * @param value the value
   * @param easing how the value moves from here to the next keyframe
   * @param bezier the control points for {@link Easing#CUBIC_BEZIER}, which is linear without them;
   *     null for none
   */
  public record Keyframe(long time, Value value, Easing easing, Bezier bezier) {
    /**
     * Checks for null.
     *
     * @throws IllegalArgumentException if the time is negative
     */
    public Keyframe {
      requireNotNegative(time, "time");
      requireNonNull(value, "value");
      requireNonNull(easing, "easing");
    }

    /**
     * A keyframe with linear easing.
     *
     * @param time µs after the start, 0 or more
     * @param value the value
     * @return the keyframe
     * @throws IllegalArgumentException if the time is negative
     */
    public static Keyframe of(long time, Value value) {
      return of(time, value, Easing.LINEAR);
    }

    /**
     * A keyframe without control points.
     *
     * @param time µs after the start, 0 or more
     * @param value the value
     * @param easing how the value moves from here to the next keyframe
     * @return the keyframe
     * @throws IllegalArgumentException if the time is negative
     */
    public static Keyframe of(long time, Value value, Easing easing) {
      return new Keyframe(time, value, easing, null);
    }

    private double ease(double t) {
      return easing == Easing.CUBIC_BEZIER && bezier != null ? bezier.ease(t) : easing.ease(t);
    }
  }

  /**
   * A curve from (0, 0) to (1, 1); x is the part of the time, y the part of the way.
   *
   * @param x1 first control point, any finite number, usually 0 to 1
   * @param y1 first control point, any finite number; the value overshoots outside 0 to 1
   * @param x2 second control point, as x1
   * @param y2 second control point, as y1
   */
  public record Bezier(double x1, double y1, double x2, double y2) {
    private static final int STEPS = 8;
    private static final double FLAT = 1e-10;

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is not finite
     */
    public Bezier {
      requireFinite(x1);
      requireFinite(y1);
      requireFinite(x2);
      requireFinite(y2);
    }

    private static void requireFinite(double number) {
      if (!Double.isFinite(number)) {
        throw new IllegalArgumentException("control point at " + number);
      }
    }

    /**
     * How much of the way is covered after a part of the time, found with at most eight steps of
     * Newton's method.
     *
     * @param t the part of the time, 0 to 1; what is outside counts as 0 or 1
     * @return the part of the way
     */
    public double ease(double t) {
      double x = Math.max(0, Math.min(1, t));
      double u = x;
      for (int i = 0; i < STEPS; i++) {
        double slope = slope(u);
        // Written so that it also ends with NaN, which control points of extreme size lead to.
        if (!(Math.abs(slope) >= FLAT)) {
          break;
        }
        u = Math.max(0, Math.min(1, u - (at(u, x1, x2) - x) / slope));
      }
      return at(u, y1, y2);
    }

    private static double at(double u, double p1, double p2) {
      double v = 1 - u;
      return 3 * v * v * u * p1 + 3 * v * u * u * p2 + u * u * u;
    }

    private double slope(double u) {
      double v = 1 - u;
      return 3 * v * v * x1 + 6 * v * u * (x2 - x1) + 3 * u * u * (1 - x2);
    }
  }

  /**
   * Where a timeline is at a time.
   *
   * @param value the value, or null if the timeline has no keyframes
   * @param finished true if the value is the same at all later times: the timeline does not loop
   *     and has ended, or its length is 0, or it has no keyframes
   * @param loops how often it has begun again, 0 if it does not loop
   */
  public record Sample(Value value, boolean finished, long loops) {}
}
