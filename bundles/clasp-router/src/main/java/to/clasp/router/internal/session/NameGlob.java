package to.clasp.router.internal.session;

/**
 * A pattern for names of clients, in which {@code *} stands for any characters, also none. The time
 * to match grows at most with the product of both lengths.
 *
 * @param text the pattern
 */
public record NameGlob(String text) {

  boolean matches(String name) {
    int at = 0;
    int next = 0;
    int retryAt = 0;
    int retryNext = -1;
    while (at < name.length()) {
      if (next < text.length() && text.charAt(next) == '*') {
        retryAt = at;
        retryNext = ++next;
      } else if (next < text.length() && text.charAt(next) == name.charAt(at)) {
        at++;
        next++;
      } else if (retryNext >= 0) {
        // The last * takes one character more; earlier ones need not, because it could as well.
        at = ++retryAt;
        next = retryNext;
      } else {
        return false;
      }
    }
    while (next < text.length() && text.charAt(next) == '*') {
      next++;
    }
    return next == text.length();
  }
}
