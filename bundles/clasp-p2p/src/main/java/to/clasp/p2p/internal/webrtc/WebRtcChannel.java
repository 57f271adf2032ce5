package to.clasp.p2p.internal.webrtc;

import dev.onvoid.webrtc.RTCDataChannel;
import dev.onvoid.webrtc.RTCDataChannelBuffer;
import dev.onvoid.webrtc.RTCDataChannelState;
import java.nio.ByteBuffer;

/**
 * One data channel. All calls that reach the library hold the same lock as its disposal, for a call
 * on a disposed channel would take the process down.
 */
final class WebRtcChannel {
  /** Far below the 16 MiB at which the library closes the channel. */
  private static final long MAX_BUFFERED = 1024 * 1024;

  private static final long LOW_BUFFERED = MAX_BUFFERED / 2;

  /** Asking costs as much as sending, so it is asked only after so many bytes. */
  private static final long UNASKED = 128 * 1024;

  private final RTCDataChannel channel;
  private boolean disposed;
  private boolean open;
  private long asked;
  private long handed;
  private volatile boolean full;

  WebRtcChannel(RTCDataChannel channel) {
    this.channel = channel;
  }

  /** Looks at the state. */
  synchronized RTCDataChannelState state() {
    RTCDataChannelState state = disposed ? RTCDataChannelState.CLOSED : channel.getState();
    open = state == RTCDataChannelState.OPEN;
    return state;
  }

  synchronized boolean send(byte[] message) throws Exception {
    if (disposed || !open) {
      return false;
    }
    channel.send(new RTCDataChannelBuffer(ByteBuffer.wrap(message), true));
    handed += message.length;
    return true;
  }

  synchronized boolean hasRoom() {
    if (disposed || !open) {
      return false;
    } else if (handed < UNASKED && asked + handed < MAX_BUFFERED) {
      return true;
    }
    // Before asking, for what was sent meanwhile is told only while this is set.
    full = true;
    ask();
    full = asked >= MAX_BUFFERED;
    return !full;
  }

  /** Something was sent; cheap, as the library tells it often. */
  boolean isFull() {
    return full;
  }

  /** Whether a full channel takes more again. */
  synchronized boolean hasRoomAgain() {
    if (disposed || !full) {
      return false;
    }
    ask();
    full = asked >= LOW_BUFFERED;
    return !full;
  }

  private void ask() {
    asked = channel.getBufferedAmount();
    handed = 0;
  }

  synchronized void dispose() {
    if (!disposed) {
      disposed = true;
      channel.unregisterObserver();
      channel.close();
      channel.dispose();
    }
  }
}
