package to.clasp.protocol;

/** What addresses and patterns have in common: a slash first, no empty segment, a largest size. */
final class PathCheck {
  private PathCheck() {}

  /**
   * Finds what is wrong with a text.
   *
   * @param text address or pattern
   * @param starAllowed whether it may contain {@code *}
   * @return what is wrong, to follow the name of the text, or null if nothing is
   */
  static String fault(String text, boolean starAllowed) {
    int length = text.length();
    if (length == 0) {
      return "is empty";
    }
    if (text.charAt(0) != '/') {
      return "does not start with '/'";
    }
    if (length > Address.MAX_BYTES) {
      return tooLong();
    }
    int bytes = 0;
    char previous = 0;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c == '/' && previous == '/') {
        return "has an empty segment";
      }
      if (c == '*' && !starAllowed) {
        return "contains '*'";
      }
      if (c < 0x80) {
        bytes++;
      } else if (!Character.isSurrogate(c)) {
        bytes += c < 0x800 ? 2 : 3;
      } else if (isPaired(text, i)) {
        bytes += 2;
      } else {
        return "has half a surrogate pair";
      }
      previous = c;
    }
    if (previous == '/') {
      return "has an empty segment at its end";
    }
    return bytes > Address.MAX_BYTES ? tooLong() : null;
  }

  private static boolean isPaired(String text, int index) {
    return Character.isHighSurrogate(text.charAt(index))
        ? index + 1 < text.length() && Character.isLowSurrogate(text.charAt(index + 1))
        : Character.isHighSurrogate(text.charAt(index - 1));
  }

  private static String tooLong() {
    return "is longer than " + Address.MAX_BYTES + " bytes";
  }
}
