package to.clasp.p2p.internal.webrtc;

import dev.onvoid.webrtc.PeerConnectionObserver;
import dev.onvoid.webrtc.RTCDataChannel;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCIceConnectionState;
import dev.onvoid.webrtc.RTCPeerConnectionState;
import to.clasp.p2p.internal.link.IceCandidate;

/**
 * What the library tells about a connection.
 *
 * @param link whose connection
 */
record ConnectionCallbacks(WebRtcLink link) implements PeerConnectionObserver {
  @Override
  public void onIceCandidate(RTCIceCandidate candidate) {
    Safely.run(
        () -> {
          IceCandidate own =
              new IceCandidate(candidate.sdp, orEmpty(candidate.sdpMid), candidate.sdpMLineIndex);
          link.later(() -> link.gathered(own));
        });
  }

  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }

  @Override
  public void onDataChannel(RTCDataChannel channel) {
    Safely.run(() -> link.adopt(channel));
  }

  @Override
  public void onIceConnectionChange(RTCIceConnectionState state) {
    Safely.run(
        () -> {
          switch (state) {
            case DISCONNECTED -> link.later(() -> link.interrupted(true));
            case CONNECTED, COMPLETED -> link.later(() -> link.interrupted(false));
            case FAILED -> link.later(() -> link.fail("ICE found no way to the peer"));
            default -> {
              // Nothing to do: a step on the way, or our own end.
            }
          }
        });
  }

  @Override
  public void onConnectionChange(RTCPeerConnectionState state) {
    Safely.run(
        () -> {
          if (state == RTCPeerConnectionState.FAILED) {
            link.later(() -> link.fail("the connection has failed"));
          }
        });
  }
}
