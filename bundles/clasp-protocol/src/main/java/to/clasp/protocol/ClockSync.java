package to.clasp.protocol;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;

/**
 * What is known about another clock after some exchanges of {@link Sync} (protocol 8.6). All times
 * are µs; the local clock may be any clock that counts µs, as long as it is always the same one.
 *
 * <p>Immutable: {@link #with} makes a new object, so one thread can gather samples and any other
 * can read the newest result.
 *
 * <p>Offset and rtt are smoothed with 0.7 of the old and 0.3 of the new, truncated to whole µs. The
 * true offset is never further than half the rtt from the offset of a sample. So if the smoothed
 * offset is further than the rtt plus {@link #JUMP_MICROS} from that of a new sample, one of the
 * clocks was set, or an earlier answer was delayed in one direction; the new sample is certainly
 * the better one, and everything begins again with it.
 */
public final class ClockSync {
  /** Nothing is known yet: offset, rtt, jitter and quality are 0. */
  public static final ClockSync NONE = new ClockSync(0, 0, 0, new long[0], 0);

  /** How far beyond its rtt a sample may differ before the smoothing begins again: 5 ms. */
  public static final long JUMP_MICROS = 5_000;

  /** An answer that took longer says nothing of use: 60 s. */
  public static final long MAX_RTT_MICROS = 60_000_000;

  /** Some 9000 years. Within it, no sum made here can overflow. */
  private static final long MAX_DIFFERENCE = 1L << 58;

  private static final int WINDOW = 10;
  private static final double WORST_RTT = 10_000;
  private static final double WORST_JITTER = 1_000;

  private final long offset;
  private final long rtt;
  private final long samples;
  private final long[] recentRtts;
  private final long jitter;

  private ClockSync(long offset, long rtt, long samples, long[] recentRtts, long jitter) {
    this.offset = offset;
    this.rtt = rtt;
    this.samples = samples;
    this.recentRtts = recentRtts;
    this.jitter = jitter;
  }

  /**
   * One exchange: a question and its answer.
   *
   * @param t1 the local clock when the question was sent
   * @param t2 the remote clock when it arrived
   * @param t3 the remote clock when the answer was sent
   * @param t4 the local clock when that arrived
   */
  public record Sample(long t1, long t2, long t3, long t4) {
    /**
     * The exchange that an answer completes.
     *
     * @param answer the answer, with the t1 of the question
     * @param t4 the local clock when it arrived
     * @return the sample
     * @throws ProtocolException with {@link ErrorCode#INVALID_MESSAGE} if t2 or t3 is missing
     */
    public static Sample of(Sync answer, long t4) {
      return new Sample(answer.t1(), required(answer.t2(), "t2"), required(answer.t3(), "t3"), t4);
    }

    private static long required(Long time, String name) {
      if (time == null) {
        throw new ProtocolException(
            ErrorCode.INVALID_MESSAGE, "SYNC: " + name + " is missing in the answer");
      }
      return time;
    }

    /**
     * The time spent on the way, both ways together.
     *
     * @return µs; negative or absurd if a clock was set meanwhile
     */
    public long rttMicros() {
      return t4 - t1 - (t3 - t2);
    }

    /**
     * How far the remote clock is ahead, if both ways took equally long.
     *
     * @return µs, negative if it is behind
     */
    public long offsetMicros() {
      return (t2 - t1 + (t3 - t4)) / 2;
    }

    /**
     * Whether {@link ClockSync#with} makes use of this sample: no clock runs backwards in it, its
     * rtt is 0 to {@link ClockSync#MAX_RTT_MICROS}, and the clocks are less than 9000 years apart.
     *
     * @return false if it is discarded
     */
    public boolean isUsable() {
      long away = t4 - t1;
      long held = t3 - t2;
      long ahead = t2 - t1;
      return held >= 0
          && held <= away
          && away - held <= MAX_RTT_MICROS
          && ahead >= -MAX_DIFFERENCE
          && ahead <= MAX_DIFFERENCE;
    }
  }

  /**
   * Takes another sample into account.
   *
   * @param sample the sample
   * @return the new state; this object if the sample is not usable
   */
  public ClockSync with(Sample sample) {
    requireNonNull(sample, "sample");
    if (!sample.isUsable()) {
      return this;
    }
    long newRtt = sample.rttMicros();
    long newOffset = sample.offsetMicros();
    if (samples == 0 || Math.abs(newOffset - offset) > newRtt + JUMP_MICROS) {
      return new ClockSync(newOffset, newRtt, 1, new long[] {newRtt}, 0);
    }
    long[] rtts = appended(newRtt);
    return new ClockSync(
        smoothed(offset, newOffset), smoothed(rtt, newRtt), samples + 1, rtts, deviation(rtts));
  }

  private long[] appended(long newRtt) {
    int from = recentRtts.length < WINDOW ? 0 : 1;
    long[] rtts = Arrays.copyOfRange(recentRtts, from, recentRtts.length + 1);
    rtts[rtts.length - 1] = newRtt;
    return rtts;
  }

  /** In whole numbers, because with floats a constant would not always stay what it is. */
  private static long smoothed(long old, long latest) {
    return (7 * old + 3 * latest) / 10;
  }

  private static long deviation(long[] values) {
    long sum = 0;
    for (long value : values) {
      sum += value;
    }
    long mean = sum / values.length;
    long squares = 0;
    for (long value : values) {
      squares += (value - mean) * (value - mean);
    }
    return (long) Math.sqrt(squares / values.length);
  }

  /**
   * How far the remote clock is ahead of the local one.
   *
   * @return smoothed, in µs; negative if it is behind
   */
  public long offsetMicros() {
    return offset;
  }

  /**
   * The time a message and its answer spend on the way.
   *
   * @return smoothed, in µs, 0 to {@link #MAX_RTT_MICROS}
   */
  public long rttMicros() {
    return rtt;
  }

  /**
   * How much the last 10 rtts differ: their standard deviation.
   *
   * @return in µs; 0 before the second sample
   */
  public long jitterMicros() {
    return jitter;
  }

  /**
   * How many samples were taken into account since the smoothing began.
   *
   * @return 0 or more
   */
  public long samples() {
    return samples;
  }

  /**
   * How good the offset is: best with a small rtt, a small jitter and 10 samples.
   *
   * @return 0 (also without samples) to 1
   */
  public double quality() {
    if (samples == 0) {
      return 0;
    }
    return 0.4 * (1 - Math.min(rtt, WORST_RTT) / WORST_RTT)
        + 0.4 * (1 - Math.min(jitter, WORST_JITTER) / WORST_JITTER)
        + 0.2 * Math.min(samples, WINDOW) / WINDOW;
  }

  /**
   * The remote clock's time at a local time.
   *
   * @param localMicros local time in µs
   * @return remote time in µs; the same number before the first sample
   */
  public long toRemote(long localMicros) {
    return localMicros + offset;
  }

  /**
   * The local clock's time at a remote time.
   *
   * @param remoteMicros remote time in µs
   * @return local time in µs; the same number before the first sample
   */
  public long toLocal(long remoteMicros) {
    return remoteMicros - offset;
  }

  @Override
  public String toString() {
    return "ClockSync[offset="
        + offset
        + " µs, rtt="
        + rtt
        + " µs, jitter="
        + jitter
        + " µs, samples="
        + samples
        + "]";
  }
}
