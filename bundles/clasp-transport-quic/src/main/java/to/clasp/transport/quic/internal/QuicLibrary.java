package to.clasp.transport.quic.internal;

import io.netty.handler.codec.quic.Quic;
import java.util.Locale;

/** The native part of QUIC: there is one for each common platform, but not for every one. */
final class QuicLibrary {
  private static final String UNAVAILABLE = unavailable();

  private QuicLibrary() {}

  /**
   * Makes sure that QUIC can be used.
   *
   * @throws IllegalStateException if not; says why
   */
  static void require() {
    if (UNAVAILABLE != null) {
      throw new IllegalStateException(UNAVAILABLE);
    }
  }

  private static String unavailable() {
    loadFromBundle();
    if (Quic.isAvailable()) {
      return null;
    }
    Throwable root = Quic.unavailabilityCause();
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return "QUIC is not available: no native library for "
        + System.getProperty("os.name")
        + " on "
        + System.getProperty("os.arch")
        + " ("
        + String.valueOf(root.getMessage()).lines().findFirst().orElse("")
        + ")";
  }

  /**
   * In a framework the library has to be loaded by a class of this bundle, or its code does not
   * find the classes of the codec. On a plain class path there is nothing to be found this way, and
   * Netty unpacks the library itself.
   */
  private static void loadFromBundle() {
    try {
      System.loadLibrary("netty_quiche42_" + system() + "_" + processor());
    } catch (UnsatisfiedLinkError notInABundle) {
      // then Netty has the last word
    }
  }

  private static String system() {
    String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    if (name.startsWith("mac")) {
      return "osx";
    }
    return name.startsWith("win") ? "windows" : name;
  }

  private static String processor() {
    String name = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return switch (name) {
      case "amd64", "x86_64", "x86-64" -> "x86_64";
      case "aarch64", "arm64" -> "aarch_64";
      default -> name;
    };
  }
}
