package to.clasp.mqtt.internal.value;

import to.clasp.protocol.Value;

/** Numbers written as text. */
final class NumberText {
  private NumberText() {}

  /**
   * Reads a number as JSON writes it.
   *
   * @return the number, or null if the text is none, or is too large for a float
   */
  static Value readJson(String text, int from, int to) {
    int at = from < to && text.charAt(from) == '-' ? from + 1 : from;
    int integerEnd = digits(text, at, to);
    if (integerEnd == at || text.charAt(at) == '0' && integerEnd > at + 1) {
      return null;
    }
    int end = integerEnd;
    if (end < to && text.charAt(end) == '.') {
      int fractionEnd = digits(text, end + 1, to);
      if (fractionEnd == end + 1) {
        return null;
      }
      end = fractionEnd;
    }
    end = exponent(text, end, to);
    if (end != to) {
      return null;
    }
    return end == integerEnd ? integer(text, from, to) : finite(text, from, to);
  }

  /** Zero with a sign is a float, because no integer has that value. */
  private static Value integer(String text, int from, int to) {
    boolean negativeZero = to - from == 2 && text.charAt(from) == '-' && text.charAt(to - 1) == '0';
    if (!negativeZero && to - from <= 20) {
      try {
        return Value.of(Long.parseLong(text, from, to, 10));
      } catch (NumberFormatException tooLarge) {
        return finite(text, from, to);
      }
    }
    return finite(text, from, to);
  }

  private static Value finite(String text, int from, int to) {
    double number = Double.parseDouble(text.substring(from, to));
    return Double.isInfinite(number) ? null : Value.of(number);
  }

  /**
   * Reads a float as programming languages write it: leading zeros, a sign, a point at either end,
   * infinities and NaN in any case.
   *
   * @return the float, or null if the text is none
   */
  static Value readWide(String text) {
    int length = text.length();
    int start = length > 0 && (text.charAt(0) == '+' || text.charAt(0) == '-') ? 1 : 0;
    boolean negative = start == 1 && text.charAt(0) == '-';
    String rest = text.substring(start);
    if (rest.equalsIgnoreCase("inf") || rest.equalsIgnoreCase("infinity")) {
      return Value.of(negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
    }
    if (rest.equalsIgnoreCase("nan")) {
      return Value.of(Double.NaN);
    }
    int integerEnd = digits(text, start, length);
    boolean some = integerEnd > start;
    int end = integerEnd;
    if (end < length && text.charAt(end) == '.') {
      end = digits(text, integerEnd + 1, length);
      some |= end > integerEnd + 1;
    }
    boolean isNumber = some && exponent(text, end, length) == length;
    return isNumber ? Value.of(Double.parseDouble(text)) : null;
  }

  /** Where an exponent ends, or where it would begin if there is none. */
  private static int exponent(String text, int at, int to) {
    if (at == to || (text.charAt(at) | 0x20) != 'e') {
      return at;
    }
    int digits = at + 1;
    if (digits < to && (text.charAt(digits) == '+' || text.charAt(digits) == '-')) {
      digits++;
    }
    int end = digits(text, digits, to);
    return end == digits ? at : end;
  }

  static int digits(String text, int from, int to) {
    int at = from;
    while (at < to && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }
}
