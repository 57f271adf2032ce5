package to.clasp.p2p.internal;

import java.util.concurrent.TimeUnit;
import to.clasp.p2p.PeerToPeer;
import to.clasp.p2p.internal.webrtc.WebRtc;

/** What makes peers where there is no OSGi framework: holds the library while a peer is open. */
public final class PlainJava {
  private static final Attaching INSTANCE = new Attaching(WebRtc::new, PlainJava::afterASecond);

  private PlainJava() {}

  /**
   * The one of this process.
   *
   * @return always the same
   */
  public static PeerToPeer peerToPeer() {
    return INSTANCE;
  }

  /** The process waits for it, as it does for the library: neither must be cut off by its end. */
  private static void afterASecond(Runnable task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                TimeUnit.SECONDS.sleep(1);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              task.run();
            },
            "clasp-p2p end");
    thread.setDaemon(false);
    thread.start();
  }
}
