package to.clasp.itests.p2p;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onvoid.webrtc.CreateSessionDescriptionObserver;
import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCDataChannel;
import dev.onvoid.webrtc.RTCDataChannelBuffer;
import dev.onvoid.webrtc.RTCDataChannelInit;
import dev.onvoid.webrtc.RTCDataChannelObserver;
import dev.onvoid.webrtc.RTCDataChannelState;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCOfferOptions;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCSdpType;
import dev.onvoid.webrtc.RTCSessionDescription;
import dev.onvoid.webrtc.SetSessionDescriptionObserver;
import dev.onvoid.webrtc.media.audio.HeadlessAudioDeviceModule;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import to.clasp.p2p.internal.link.IceCandidate;
import to.clasp.p2p.internal.link.PeerLink;
import to.clasp.p2p.internal.link.ThreadLoop;
import to.clasp.p2p.internal.webrtc.WebRtc;

/** A peer that opens channels to which nobody listens: the library keeps what comes on them. */
class ForeignChannelsIT {
  private static final int MORE = 40;

  private final ThreadLoop loop = new ThreadLoop("foreign channels");
  private HeadlessAudioDeviceModule audio;
  private PeerConnectionFactory factory;
  private WebRtc library;
  private RTCPeerConnection offering;
  private PeerLink answering;

  @BeforeEach
  void start() {
    OwnNetwork.require();
    audio = new HeadlessAudioDeviceModule();
    factory = new PeerConnectionFactory(audio);
    library = new WebRtc();
    answering = library.open(Node.CONFIG, loop, new Answers());
    RTCConfiguration settings = new RTCConfiguration();
    settings.portAllocatorConfig.setDisableTcp(true);
    offering = factory.createPeerConnection(settings, this::found);
  }

  @AfterEach
  void end() {
    loop.close();
    if (library != null) {
      library.close();
      offering.close();
      factory.dispose();
      audio.dispose();
    }
  }

  @Test
  void channelsThatNobodyWantsAreClosedAndTheOthersWork() throws Exception {
    RTCDataChannel loose = channel("clasp");
    RTCDataChannel reliable = channel("clasp-reliable");
    List<RTCDataChannel> more =
        new ArrayList<>(List.of(channel("clasp"), channel("clasp-reliable")));
    for (int i = 0; i < MORE; i++) {
      more.add(channel("more" + i));
    }
    offering.createOffer(new RTCOfferOptions(), new Offers());

    Node.await("wanted channels are open", () -> isOpen(loose) && isOpen(reliable));
    Node.await("all others are closed", () -> more.stream().allMatch(ForeignChannelsIT::isClosed));
    assertThat(isOpen(loose) && isOpen(reliable)).isTrue();
  }

  @Test
  void aPeerWithTheReliableChannelOnlyGetsUnreliableMessagesByIt() throws Exception {
    CompletableFuture<Integer> arrived = new CompletableFuture<>();
    RTCDataChannel reliable = channel("clasp-reliable");
    reliable.registerObserver(new Hears(arrived));
    offering.createOffer(new RTCOfferOptions(), new Offers());
    Node.await("the channel is open", () -> answering.hasRoom(true));

    assertThat(answering.hasRoom(false)).isTrue();
    assertThat(answering.send(false, new byte[7])).isTrue();
    assertThat(arrived.get(30, TimeUnit.SECONDS)).isEqualTo(7);
    reliable.unregisterObserver();
  }

  /** Tells how large the first message is. */
  private record Hears(CompletableFuture<Integer> size) implements RTCDataChannelObserver {
    @Override
    public void onBufferedAmountChange(long previousAmount) {}

    @Override
    public void onStateChange() {}

    @Override
    public void onMessage(RTCDataChannelBuffer buffer) {
      size.complete(buffer.data.remaining());
    }
  }

  private RTCDataChannel channel(String label) {
    return offering.createDataChannel(label, new RTCDataChannelInit());
  }

  private static boolean isOpen(RTCDataChannel channel) {
    return channel.getState() == RTCDataChannelState.OPEN;
  }

  private static boolean isClosed(RTCDataChannel channel) {
    return channel.getState() == RTCDataChannelState.CLOSED;
  }

  private void found(RTCIceCandidate candidate) {
    IceCandidate way = new IceCandidate(candidate.sdp, candidate.sdpMid, candidate.sdpMLineIndex);
    loop.execute(() -> answering.addCandidate(way));
  }

  /** Sends the offer. */
  private final class Offers
      implements CreateSessionDescriptionObserver, SetSessionDescriptionObserver {
    private String sdp;

    @Override
    public void onSuccess(RTCSessionDescription description) {
      sdp = description.sdp;
      loop.execute(() -> offering.setLocalDescription(description, this));
    }

    @Override
    public void onSuccess() {
      if (sdp != null) {
        String offer = sdp;
        sdp = null;
        loop.execute(() -> answering.accept(offer));
      }
    }

    @Override
    public void onFailure(String error) {
      System.err.println("WebRTC: " + error);
    }
  }

  /** Takes the answer; the rest is seen at the channels. */
  private final class Answers implements PeerLink.Listener {
    @Override
    public void described(String sdp) {
      offering.setRemoteDescription(
          new RTCSessionDescription(RTCSdpType.ANSWER, sdp), new Offers());
    }

    @Override
    public void candidate(IceCandidate candidate) {}

    @Override
    public void open() {}

    @Override
    public void message(boolean reliable, byte[] message) {}

    @Override
    public void room() {}

    @Override
    public void interrupted(boolean interrupted) {}

    @Override
    public void failed(String reason) {
      System.err.println(reason);
    }
  }
}
