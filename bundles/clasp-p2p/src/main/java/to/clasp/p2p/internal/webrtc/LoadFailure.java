package to.clasp.p2p.internal.webrtc;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says for people why the native library could not be loaded. */
final class LoadFailure {
  private static final Pattern MISSING = Pattern.compile("(lib[\\w.+-]+\\.so[.\\d]*): cannot open");

  private LoadFailure() {}

  static String explain(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    String text = String.valueOf(root.getMessage());
    Matcher missing = MISSING.matcher(text);
    if (missing.find()) {
      String library = missing.group(1);
      return "WebRTC cannot be loaded, "
          + library
          + " is missing"
          + (library.startsWith("libpulse.") ? " (Debian: apt-get install libpulse0)" : "");
    }
    String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    if (root instanceof NullPointerException) {
      // All that the library's loader says when it does not find the file.
      return "WebRTC cannot be loaded, the native library for " + platform + " is missing";
    }
    return "WebRTC cannot be loaded on "
        + platform
        + ": "
        + root.getClass().getSimpleName()
        + ": "
        + text;
  }
}
