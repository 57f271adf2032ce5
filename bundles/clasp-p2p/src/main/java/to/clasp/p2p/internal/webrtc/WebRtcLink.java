package to.clasp.p2p.internal.webrtc;

import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.RTCAnswerOptions;
import dev.onvoid.webrtc.RTCDataChannel;
import dev.onvoid.webrtc.RTCDataChannelInit;
import dev.onvoid.webrtc.RTCDataChannelState;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCOfferOptions;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCSdpType;
import dev.onvoid.webrtc.RTCSessionDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.p2p.P2pConfig;
import to.clasp.p2p.internal.link.Backlog;
import to.clasp.p2p.internal.link.IceCandidate;
import to.clasp.p2p.internal.link.Loop;
import to.clasp.p2p.internal.link.PeerLink;

/**
 * A link by one RTCPeerConnection. What the library tells goes to the loop before it is handled.
 */
final class WebRtcLink implements PeerLink {
  private static final Logger LOG = LoggerFactory.getLogger(WebRtcLink.class);

  static final String UNRELIABLE = "clasp";
  static final String RELIABLE = "clasp-reliable";

  private static final int MAX_CANDIDATES = 256;

  private final Loop loop;
  private final Listener listener;
  private final Consumer<WebRtcLink> onClose;
  private final RTCPeerConnection connection;
  private final Map<Boolean, WebRtcChannel> channels = new ConcurrentHashMap<>();
  private final Queue<WebRtcChannel> made = new ConcurrentLinkedQueue<>();
  private final Backlog inbound;
  private final List<IceCandidate> ownCandidates = new ArrayList<>();
  private final List<IceCandidate> remoteCandidates = new ArrayList<>();
  private boolean described;
  private boolean remoteSet;
  private boolean opened;
  private int candidates;
  private int maxMessage = SdpLimits.WITHOUT_STATEMENT;
  private volatile boolean closed;

  WebRtcLink(
      PeerConnectionFactory factory,
      P2pConfig config,
      Loop loop,
      Listener listener,
      Backlog inbound,
      Consumer<WebRtcLink> onClose) {
    this.loop = loop;
    this.inbound = inbound;
    this.listener = listener;
    this.onClose = onClose;
    this.connection =
        factory.createPeerConnection(Settings.of(config), new ConnectionCallbacks(this));
  }

  /** Has the loop do something, unless the link is closed by then. Never throws. */
  void later(Runnable task) {
    loop.execute(
        () -> {
          if (!closed) {
            try {
              task.run();
            } catch (RuntimeException e) {
              LOG.debug("a link fails", e);
              fail("WebRTC: " + e.getMessage());
            }
          }
        });
  }

  void fail(String reason) {
    if (!closed) {
      listener.failed(reason);
    }
  }

  /**
   * Calls the library. Whoever closes the link may be another thread, where the loop hangs in a
   * listener: never while a call is under way, and no call after that. The library's own threads do
   * not come here, so that this may wait for them.
   */
  private synchronized void guarded(Runnable task) {
    if (closed) {
      return;
    }
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.debug("a link fails", e);
      later(() -> fail("WebRTC: " + e.getMessage()));
    }
  }

  @Override
  public void offer() {
    guarded(
        () -> {
          RTCDataChannelInit unreliable = new RTCDataChannelInit();
          unreliable.ordered = false;
          unreliable.maxRetransmits = 0;
          adopt(connection.createDataChannel(UNRELIABLE, unreliable));
          adopt(connection.createDataChannel(RELIABLE, new RTCDataChannelInit()));
          connection.createOffer(
              new RTCOfferOptions(), new DescriptionCallback(this, this::describe));
        });
  }

  @Override
  public void accept(String sdp) {
    setRemote(
        RTCSdpType.OFFER,
        sdp,
        () ->
            connection.createAnswer(
                new RTCAnswerOptions(), new DescriptionCallback(this, this::describe)));
  }

  @Override
  public void answered(String sdp) {
    setRemote(RTCSdpType.ANSWER, sdp, () -> {});
  }

  private void setRemote(RTCSdpType type, String sdp, Runnable next) {
    maxMessage = SdpLimits.maxMessageBytes(sdp);
    guarded(
        () ->
            connection.setRemoteDescription(
                new RTCSessionDescription(type, sdp),
                new SetCallback(
                    this,
                    () -> {
                      remoteSet = true;
                      remoteCandidates.forEach(this::apply);
                      remoteCandidates.clear();
                      guarded(next);
                    })));
  }

  private void describe(RTCSessionDescription description) {
    SetCallback set =
        new SetCallback(
            this,
            () -> {
              described = true;
              listener.described(description.sdp);
              ownCandidates.forEach(listener::candidate);
              ownCandidates.clear();
            });
    guarded(() -> connection.setLocalDescription(description, set));
  }

  /** Peers of other kinds drop what comes before the description. */
  void gathered(IceCandidate candidate) {
    if (described) {
      listener.candidate(candidate);
    } else {
      ownCandidates.add(candidate);
    }
  }

  @Override
  public void addCandidate(IceCandidate candidate) {
    if (candidate.candidate().isBlank() || ++candidates > MAX_CANDIDATES) {
      return;
    }
    if (remoteSet) {
      apply(candidate);
    } else {
      remoteCandidates.add(candidate);
    }
  }

  private synchronized void apply(IceCandidate candidate) {
    if (closed) {
      return;
    }
    try {
      connection.addIceCandidate(
          new RTCIceCandidate(
              candidate.sdpMid(), candidate.sdpMLineIndex(), candidate.candidate()));
    } catch (RuntimeException e) {
      LOG.debug("a candidate is of no use: {}", e.getMessage());
    }
  }

  /** Takes a channel, on whatever thread, before its first message can come. */
  void adopt(RTCDataChannel channel) {
    String label = channel.getLabel();
    boolean reliable = label.equals(RELIABLE);
    WebRtcChannel own = new WebRtcChannel(channel);
    made.add(own);
    boolean wanted = reliable || label.equals(UNRELIABLE);
    if (!wanted || channels.putIfAbsent(reliable, own) != null) {
      // The library would keep 16 MiB of what comes on each channel to which nobody listens.
      loop.execute(
          () -> {
            own.dispose();
            made.remove(own);
          });
      return;
    }
    channel.registerObserver(new ChannelCallbacks(this, own, reliable));
    later(() -> stateChanged(own, reliable));
  }

  void stateChanged(WebRtcChannel channel, boolean reliable) {
    RTCDataChannelState state = channel.state();
    if (state == RTCDataChannelState.OPEN && reliable && !opened) {
      opened = true;
      listener.open();
    } else if (state == RTCDataChannelState.OPEN) {
      listener.room();
    } else if (state == RTCDataChannelState.CLOSED) {
      fail("the peer has closed the connection");
    }
  }

  /** A message has come, on a thread of the library. */
  void received(boolean reliable, byte[] message) {
    if (!inbound.tryAdd(message.length)) {
      if (reliable) {
        later(() -> fail("the application does not take messages as fast as they come"));
      }
      return;
    }
    loop.execute(
        () -> {
          inbound.remove(message.length);
          if (!closed) {
            listener.message(reliable, message);
          }
        });
  }

  void roomChanged(WebRtcChannel channel) {
    if (channel.hasRoomAgain()) {
      listener.room();
    }
  }

  void interrupted(boolean now) {
    listener.interrupted(now);
  }

  @Override
  public boolean send(boolean reliable, byte[] message) {
    WebRtcChannel channel = channel(reliable);
    try {
      return channel != null && channel.send(message);
    } catch (Exception e) {
      LOG.debug("a message cannot be sent", e);
      later(() -> fail("WebRTC: " + e.getMessage()));
      return false;
    }
  }

  @Override
  public boolean hasRoom(boolean reliable) {
    WebRtcChannel channel = channel(reliable);
    return channel != null && channel.hasRoom();
  }

  /**
   * A peer that offers may leave the unreliable one out; what would wait for it goes by the other.
   */
  private WebRtcChannel channel(boolean reliable) {
    return channels.getOrDefault(reliable, channels.get(true));
  }

  @Override
  public int maxMessageBytes() {
    return maxMessage;
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      made.forEach(WebRtcChannel::dispose);
      connection.close();
      // Now no more can come, but one may have come meanwhile.
      made.forEach(WebRtcChannel::dispose);
      inbound.end();
      onClose.accept(this);
    }
  }
}
