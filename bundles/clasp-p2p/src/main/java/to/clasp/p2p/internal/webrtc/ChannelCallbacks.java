package to.clasp.p2p.internal.webrtc;

import dev.onvoid.webrtc.RTCDataChannelBuffer;
import dev.onvoid.webrtc.RTCDataChannelObserver;
import java.nio.ByteBuffer;

/**
 * What the library tells about a channel.
 *
 * @param link whose channel
 * @param channel the channel
 * @param reliable which of the two
 */
record ChannelCallbacks(WebRtcLink link, WebRtcChannel channel, boolean reliable)
    implements RTCDataChannelObserver {
  @Override
  public void onBufferedAmountChange(long previousAmount) {
    Safely.run(
        () -> {
          if (channel.isFull()) {
            link.later(() -> link.roomChanged(channel));
          }
        });
  }

  @Override
  public void onStateChange() {
    Safely.run(() -> link.later(() -> link.stateChanged(channel, reliable)));
  }

  @Override
  public void onMessage(RTCDataChannelBuffer buffer) {
    Safely.run(
        () -> {
          // The memory behind the buffer is gone when this callback returns.
          ByteBuffer data = buffer.data.duplicate();
          byte[] copy = new byte[data.remaining()];
          data.get(copy);
          link.received(reliable, copy);
        });
  }
}
