package to.clasp.p2p.internal.webrtc;

import dev.onvoid.webrtc.CreateSessionDescriptionObserver;
import dev.onvoid.webrtc.RTCSessionDescription;
import java.util.function.Consumer;

/**
 * What comes of making an offer or an answer.
 *
 * @param link whose
 * @param next goes on with it, on the loop
 */
record DescriptionCallback(WebRtcLink link, Consumer<RTCSessionDescription> next)
    implements CreateSessionDescriptionObserver {
  @Override
  public void onSuccess(RTCSessionDescription description) {
    Safely.run(() -> link.later(() -> next.accept(description)));
  }

  @Override
  public void onFailure(String error) {
    Safely.run(() -> link.later(() -> link.fail("WebRTC: " + error)));
  }
}
