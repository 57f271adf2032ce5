package to.clasp.protocol;

/** Text of a peer as it may stand in an error message: short, on one line. */
final class Quoted {
  private static final int LONGEST = 64;

  private Quoted() {}

  static String of(String text) {
    int end = Math.min(text.length(), LONGEST);
    StringBuilder quoted = new StringBuilder(end + 5).append('\'');
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      quoted.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '?' : c);
    }
    return quoted.append(end < text.length() ? "...'" : "'").toString();
  }
}
