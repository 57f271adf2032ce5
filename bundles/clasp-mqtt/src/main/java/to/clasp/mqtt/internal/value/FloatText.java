package to.clasp.mqtt.internal.value;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Floats as text: the fewest digits that read back to the same float. */
final class FloatText {
  /** Two different numbers of so few digits are never the same float. */
  private static final int SAFE_DIGITS = 15;

  private static final double INTEGERS = 1L << 53;

  private FloatText() {}

  /** Without exponent, and without a fraction where it is zero. */
  static String plain(double number) {
    if (Double.isNaN(number)) {
      return "NaN";
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? "inf" : "-inf";
    }
    if (number == Math.rint(number) && Math.abs(number) < INTEGERS) {
      return isNegativeZero(number) ? "-0" : Long.toString((long) number);
    }
    return shortest(number).toPlainString();
  }

  private static boolean isNegativeZero(double number) {
    return number == 0 && 1 / number < 0;
  }

  /** For JSON: always recognizable as a float; an exponent where the point is far away. */
  static String json(double number) {
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      return "null";
    }
    if (number == 0) {
      return isNegativeZero(number) ? "-0.0" : "0.0";
    }
    BigDecimal shortest = shortest(number);
    int pointAt = shortest.precision() - shortest.scale();
    if (pointAt > 16 || pointAt <= -5) {
      String digits = shortest.unscaledValue().abs().toString();
      String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
      return (number < 0 ? "-" : "") + digits.charAt(0) + fraction + "e" + (pointAt - 1);
    }
    String plain = shortest.toPlainString();
    return plain.indexOf('.') < 0 ? plain + ".0" : plain;
  }

  /** Java may write a digit more than are needed. */
  private static BigDecimal shortest(double number) {
    BigDecimal shortest = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    boolean tiny = Math.abs(number) < Double.MIN_NORMAL;
    if (shortest.precision() <= SAFE_DIGITS && !tiny) {
      return shortest;
    }
    for (int digits = shortest.precision() - 1; digits > 0; digits--) {
      BigDecimal shorter = shorter(shortest, digits, number);
      if (shorter == null) {
        break;
      }
      shortest = shorter.stripTrailingZeros();
    }
    return shortest;
  }

  /** Of the numbers with so few digits, only those next to it can be the same float. */
  private static BigDecimal shorter(BigDecimal longer, int digits, double number) {
    BigDecimal below = same(longer.round(new MathContext(digits, RoundingMode.DOWN)), number);
    BigDecimal above = same(longer.round(new MathContext(digits, RoundingMode.UP)), number);
    if (below == null || above == null) {
      return below == null ? above : below;
    }
    BigDecimal exact = new BigDecimal(number);
    int nearer = exact.subtract(below).abs().compareTo(exact.subtract(above).abs());
    return nearer <= 0 ? below : above;
  }

  private static BigDecimal same(BigDecimal rounded, double number) {
    return rounded.doubleValue() == number ? rounded : null;
  }
}
