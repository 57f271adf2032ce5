package to.clasp.router.internal.session.shape;

import java.util.Arrays;
import java.util.Objects;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Samples;

/** Numeric samples of one stream that become one message. */
final class Gathering {
  /** As many as fit a frame together with the longest address. */
  static final int MAX_SAMPLES = 8000;

  private static final int FIRST_CAPACITY = 16;
  private static final double MICROS = 1e6;
  private static final long MAX_RATE = 0xFFFF_FFFFL;

  private final Publish first;
  private double[] samples = new double[FIRST_CAPACITY];
  private int size;
  private boolean oneRate = true;
  private boolean evenlyTimed = true;
  private Long lastTimestamp;

  Gathering(Publish first) {
    this.first = first;
  }

  /** How many samples a message has that can be gathered, or 0 if it cannot. */
  static int countOf(Publish publish) {
    if (publish.samples() != null) {
      int count = publish.samples().size();
      return count <= MAX_SAMPLES ? count : 0;
    }
    return publish.value() != null && Nearness.isNumber(publish.value()) ? 1 : 0;
  }

  /** Whether a message belongs to the same stream and still fits. */
  boolean takes(Publish publish) {
    return size + countOf(publish) <= MAX_SAMPLES && Objects.equals(first.id(), publish.id());
  }

  void add(Publish publish) {
    oneRate &= Objects.equals(first.rate(), publish.rate());
    evenlyTimed &=
        publish.samples() == null
            && publish.timestamp() != null
            && (lastTimestamp == null || publish.timestamp() > lastTimestamp);
    lastTimestamp = publish.timestamp();
    if (publish.samples() == null) {
      append(Nearness.number(publish.value()));
    } else {
      for (int i = 0; i < publish.samples().size(); i++) {
        append(publish.samples().get(i));
      }
    }
  }

  private void append(double sample) {
    if (size == samples.length) {
      samples = Arrays.copyOf(samples, Math.min(2 * size, MAX_SAMPLES));
    }
    samples[size++] = sample;
  }

  /** A sample was left out, so that the others have no rate. */
  void leftOut() {
    oneRate = false;
    evenlyTimed = false;
  }

  boolean isFull() {
    return size == MAX_SAMPLES;
  }

  /** Memory that the samples take. */
  int bytes() {
    return samples.length * Double.BYTES;
  }

  /** All samples in one message, which has the time of the first. */
  Publish toPublish() {
    return new Publish(
        first.address(),
        first.signal(),
        first.phase(),
        null,
        Samples.of(Arrays.copyOf(samples, size)),
        first.timestamp(),
        first.id(),
        rate());
  }

  /** The rate that all messages stated, or that their times show, or null. */
  private Long rate() {
    if (oneRate && first.rate() != null) {
      return first.rate();
    }
    if (!evenlyTimed || size < 2) {
      return null;
    }
    long rate = Math.round((size - 1) * MICROS / (lastTimestamp - first.timestamp()));
    return rate < 1 || rate > MAX_RATE ? null : rate;
  }
}
