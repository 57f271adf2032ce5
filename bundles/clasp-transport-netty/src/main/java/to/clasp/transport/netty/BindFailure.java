package to.clasp.transport.netty;

import java.io.IOException;
import java.nio.channels.UnresolvedAddressException;

/** A port that cannot be opened, said for people. */
public final class BindFailure {
  /** What epoll puts before the text of the operating system. */
  private static final String NATIVE_PREFIX = "^bind\\(\\.\\.\\) failed with error\\(-?\\d+\\): ";

  private BindFailure() {}

  /**
   * Says what cannot be opened, and why.
   *
   * @param host where it was to listen
   * @param port the port that was asked for
   * @param failure what Netty says
   * @return names host, port and reason
   */
  public static IOException of(String host, int port, Throwable failure) {
    return new IOException(
        "cannot listen on " + host + ":" + port + ": " + reason(failure), failure);
  }

  private static String reason(Throwable failure) {
    if (failure instanceof UnresolvedAddressException) {
      return "unknown host";
    }
    return String.valueOf(failure.getMessage()).replaceFirst(NATIVE_PREFIX, "");
  }
}
