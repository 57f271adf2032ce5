package to.clasp.protocol;

import java.util.Arrays;

/** The samples of a stream message, at most 65 535. */
public final class Samples {
  private final double[] values;

  private Samples(double[] values) {
    this.values = values;
  }

  /**
   * Keeps a copy of the given samples.
   *
   * @param values the samples in order
   * @return the immutable samples
   */
  public static Samples of(double... values) {
    return new Samples(values.clone());
  }

  /**
   * How many samples there are.
   *
   * @return the number of samples
   */
  public int size() {
    return values.length;
  }

  /**
   * One sample.
   *
   * @param index 0 to {@link #size()} - 1
   * @return the sample
   * @throws ArrayIndexOutOfBoundsException if there is no such sample
   */
  public double get(int index) {
    return values[index];
  }

  /**
   * All samples.
   *
   * @return a copy, in order
   */
  public double[] toArray() {
    return values.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Samples that && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return Arrays.toString(values);
  }
}
