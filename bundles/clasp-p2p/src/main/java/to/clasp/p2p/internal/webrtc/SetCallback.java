package to.clasp.p2p.internal.webrtc;

import dev.onvoid.webrtc.SetSessionDescriptionObserver;

/**
 * What comes of setting a description.
 *
 * @param link whose
 * @param next goes on, on the loop
 */
record SetCallback(WebRtcLink link, Runnable next) implements SetSessionDescriptionObserver {
  @Override
  public void onSuccess() {
    Safely.run(() -> link.later(next));
  }

  @Override
  public void onFailure(String error) {
    Safely.run(() -> link.later(() -> link.fail("WebRTC: " + error)));
  }
}
