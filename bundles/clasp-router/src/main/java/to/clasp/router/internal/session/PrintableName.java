package to.clasp.router.internal.session;

/** Makes the name that a client gave itself fit for a line of a log. */
final class PrintableName {
  private static final int MAX_LENGTH = 64;

  private PrintableName() {}

  static String of(String name) {
    String start = name.length() <= MAX_LENGTH ? name : name.substring(0, MAX_LENGTH) + "…";
    return isPrintable(start) ? start : replaced(start);
  }

  /** Whether every char of it, for itself, is printable; says no to half of a pair. */
  private static boolean isPrintable(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isPrintable(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static String replaced(String start) {
    StringBuilder printable = new StringBuilder(start.length());
    start
        .codePoints()
        .map(point -> isPrintable(point) ? point : '?')
        .forEach(printable::appendCodePoint);
    return printable.toString();
  }

  private static boolean isPrintable(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
