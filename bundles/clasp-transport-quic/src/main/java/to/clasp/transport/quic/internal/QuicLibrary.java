package to.clasp.transport.quic.internal;

import io.netty.handler.codec.quic.Quic;

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
}
