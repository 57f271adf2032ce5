package to.clasp.p2p.internal.webrtc;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs what the library calls. An exception that gets out of a callback aborts the process. */
final class Safely {
  private static final Logger LOG = LoggerFactory.getLogger(Safely.class);

  private Safely() {}

  static void run(Runnable callback) {
    try {
      callback.run();
    } catch (Throwable e) {
      try {
        LOG.error("a callback of WebRTC failed", e);
      } catch (Throwable lost) {
        // Nothing is left that could be done on a thread of the library.
      }
    }
  }
}
