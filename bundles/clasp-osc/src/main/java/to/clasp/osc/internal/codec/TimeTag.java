package to.clasp.osc.internal.codec;

import java.util.concurrent.TimeUnit;

/**
 * Time tags of OSC: 32 bits of seconds since 1900 and 32 bits of their fraction. The seconds start
 * again from 0 in 2036; what looks like a time before 1968 lies behind that.
 */
public final class TimeTag {
  /** Not at a time, but at once. */
  public static final long IMMEDIATELY = 1;

  private static final long SECONDS_1900_TO_1970 = 2_208_988_800L;
  private static final long SECOND = TimeUnit.SECONDS.toMicros(1);
  private static final long ERA = 1L << Integer.SIZE;
  private static final long HALF_ERA = ERA / 2;

  private TimeTag() {}

  /**
   * The time of a tag.
   *
   * @param tag any tag but {@link #IMMEDIATELY}
   * @return µs since 1970-01-01 UTC
   */
  public static long toMicros(long tag) {
    long seconds = tag >>> Integer.SIZE;
    if (seconds < HALF_ERA) {
      seconds += ERA;
    }
    long fraction = tag & ERA - 1;
    return (seconds - SECONDS_1900_TO_1970) * SECOND + (fraction * SECOND >>> Integer.SIZE);
  }

  /**
   * The tag of a time.
   *
   * @param micros µs since 1970-01-01 UTC, 1968 to 2104
   * @return the tag, rounded up to what {@link #toMicros} turns into the same time
   */
  public static long ofMicros(long micros) {
    long seconds = Math.floorDiv(micros, SECOND) + SECONDS_1900_TO_1970;
    long fraction = ((Math.floorMod(micros, SECOND) << Integer.SIZE) + SECOND - 1) / SECOND;
    return seconds << Integer.SIZE | fraction;
  }
}
