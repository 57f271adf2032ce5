package to.clasp.p2p.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import to.clasp.p2p.LocalPeer;
import to.clasp.p2p.PeerEvent.Data;
import to.clasp.p2p.PeerEvent.PeerAnnounced;
import to.clasp.p2p.RoutingMode;
import to.clasp.p2p.SendResult;
import to.clasp.protocol.Value;

class SendTest {
  private final World world = new World();

  @Test
  void withoutAConnectionMessagesArriveThroughTheRouterAtThatPeerOnly() {
    World.Member a = world.join("a");
    World.Member b = world.join("b");
    World.Member c = world.join("c");

    assertThat(a.sent(b, "one")).isEqualTo(SendResult.RELAY);
    CompletionStage<SendResult> loose = a.send(b, "two", false);
    world.loop.run();

    assertThat(World.now(loose)).isEqualTo(SendResult.RELAY);
    assertThat(b.texts()).containsExactly("one", "two");
    assertThat(b.heard(Data.class)).extracting(Data::reliable).containsExactly(true, false);
    assertThat(b.heard(Data.class)).extracting(Data::peer).containsOnly("a");
    assertThat(c.texts()).isEmpty();
  }

  @Test
  void withAConnectionMessagesGoDirectlyBothWaysOnBothChannels() {
    World.Member a = world.join("a");
    World.Member b = world.join("b");
    world.connect(a, b);

    assertThat(a.sent(b, "to b")).isEqualTo(SendResult.P2P);
    assertThat(b.sent(a, "to a")).isEqualTo(SendResult.P2P);
    a.send(b, "loose", false);
    b.send(a, "back", false);
    world.loop.run();

    assertThat(b.texts()).containsExactly("to b", "loose");
    assertThat(a.texts()).containsExactly("to a", "back");
    assertThat(world.router.count("relay")).isZero();
  }

  @Test
  void theModeDecidesWhichWayMessagesGo() {
    World.Member a = world.join("a");
    World.Member b = world.join("b");
    assertThat(a.peer.routingMode()).isEqualTo(RoutingMode.PREFER_P2P);

    a.peer.routingMode(RoutingMode.P2P_ONLY);
    assertThatThrownBy(() -> a.sent(b, "none"))
        .hasMessageContaining("b: not connected, and the routing mode is P2P_ONLY");
    world.connect(a, b);
    assertThat(a.sent(b, "direct")).isEqualTo(SendResult.P2P);
    a.peer.routingMode(RoutingMode.SERVER_ONLY);
    assertThat(a.sent(b, "relayed")).isEqualTo(SendResult.RELAY);

    assertThat(b.texts()).containsExactly("direct", "relayed");
  }

  @Test
  void withoutAutomaticFallbackAMessageFailsWithTheReason() {
    World.Member a = world.join("a", World.CONFIG.withFallback(false, Duration.ofSeconds(60)));
    World.Member b = world.join("b");

    assertThatThrownBy(() -> a.sent(b, "x")).hasMessageContaining("automatic fallback is off");
    assertThat(b.texts()).isEmpty();
  }

  @Test
  void messagesOfAnySizeArriveWhole() {
    World.Member a = world.join("a");
    World.Member b = world.join("b");
    List<byte[]> messages = new ArrayList<>();
    for (int size : new int[] {0, 1, 4096, 4097, 16_372, 16_373, 300_000, 5_000_000}) {
      messages.add(random(size));
    }

    messages.forEach(message -> a.peer.send("b", message, true));
    world.pass(Duration.ofSeconds(5));
    world.connect(a, b);
    messages.forEach(message -> a.peer.send("b", message, true));
    messages.forEach(message -> a.peer.send("b", message, false));
    world.pass(Duration.ofSeconds(5));

    assertThat(b.heard(Data.class).stream().filter(Data::reliable).map(Data::bytes).toList())
        .usingElementComparator(java.util.Arrays::compare)
        .containsExactlyElementsOf(messages);
    assertThat(b.heard(Data.class).stream().filter(data -> !data.reliable()).map(Data::bytes))
        .usingElementComparator(java.util.Arrays::compare)
        .containsExactlyElementsOf(messages);
  }

  @Test
  void theLargestMessageArrivesAndALargerOneIsRefused() {
    World.Member a = world.join("a");
    World.Member b = world.join("b");
    world.connect(a, b);
    byte[] largest = random(LocalPeer.MAX_MESSAGE_BYTES);

    CompletionStage<SendResult> sent = a.peer.send("b", largest, true);
    world.pass(Duration.ofSeconds(5));

    assertThat(World.now(sent)).isEqualTo(SendResult.P2P);
    assertThat(b.heard(Data.class).get(0).bytes()).isEqualTo(largest);
    assertThatThrownBy(
            () -> World.now(a.peer.send("b", new byte[LocalPeer.MAX_MESSAGE_BYTES + 1], true)))
        .hasMessageContaining("16777217 bytes, at most 16777216");
  }

  @Test
  void aPeerOfAnotherKindGetsBytesAsTheyAreUpToItsLimits() {
    World.Member a = world.join("a");
    FakeRouter.Session stranger = world.router.session("stranger");
    List<Value.Map> heard = new ArrayList<>();
    stranger.start(new Listening(heard));
    stranger.announce(new Value.Map(Map.of("p2p_capable", Value.of(true))));
    world.loop.run();
    heard.clear();

    CompletionStage<SendResult> fits =
        a.peer.send("stranger", new byte[LocalPeer.MAX_RAW_RELAY_BYTES], true);
    CompletionStage<SendResult> larger =
        a.peer.send("stranger", new byte[LocalPeer.MAX_RAW_RELAY_BYTES + 1], true);
    world.loop.run();

    assertThat(World.now(fits)).isEqualTo(SendResult.RELAY);
    assertThatThrownBy(() -> World.now(larger))
        .hasMessageContaining("49153 bytes; this peer gets at most 49152 bytes by RELAY");
    Signal.Relay relay = (Signal.Relay) SignalReader.read(heard.get(0));
    assertThat(relay.data()).hasSize(LocalPeer.MAX_RAW_RELAY_BYTES);
    assertThat(relay.framed()).isFalse();
    assertThat(a.heard(PeerAnnounced.class).get(0).remote().features()).contains("webrtc");
  }

  /** Hears signals and nothing else. */
  private record Listening(List<Value.Map> heard) implements Signalling.Listener {
    @Override
    public void connected(String sessionId) {}

    @Override
    public void lost() {}

    @Override
    public void signal(Value.Map payload) {
      heard.add(payload);
    }

    @Override
    public void announced(Value.Map payload) {}

    @Override
    public void unreachable(String target) {}
  }

  @Test
  void smallMessagesShareOnePacketOfTheLink() {
    World.Member a = world.join("a");
    World.Member b = world.join("b");
    world.connect(a, b);

    for (int i = 0; i < 500; i++) {
      a.send(b, "message " + i, true);
    }
    world.loop.run();

    assertThat(b.texts())
        .containsExactlyElementsOf(IntStream.range(0, 500).mapToObj(i -> "message " + i).toList());
    assertThat(world.links.all.get(0).sent).hasSize(1);
  }

  @Test
  void aSendCompletesWhenThereIsRoomForIt() {
    World.Member a = world.join("a");
    World.Member b = world.join("b");
    world.connect(a, b);
    world.links.all.get(0).full = true;

    CompletionStage<SendResult> waits = a.send(b, "later", true);
    world.loop.run();
    assertThat(waits.toCompletableFuture()).isNotDone();
    world.links.all.get(0).full = false;
    world.links.all.get(0).listener.room();

    assertThat(World.now(waits)).isEqualTo(SendResult.P2P);
  }

  @Test
  void whoDoesNotWaitIsRefusedBeforeMemoryRunsOut() {
    World.Member a = world.join("a");
    World.Member b = world.join("b");
    world.connect(a, b);
    world.links.all.get(0).full = true;
    byte[] large = new byte[10_000_000];

    for (int i = 0; i < 6; i++) {
      assertThat(a.peer.send("b", large, true).toCompletableFuture()).isNotDone();
    }

    assertThatThrownBy(() -> World.now(a.peer.send("b", large, true)))
        .hasMessageContaining("wait for the futures");
  }

  @Test
  void whoEndsItsFutureMakesNoRoomWithIt() {
    World.Member a = world.join("a");
    World.Member b = world.join("b");
    world.connect(a, b);
    world.links.all.get(0).full = true;
    byte[] large = new byte[10_000_000];

    for (int i = 0; i < 6; i++) {
      a.peer.send("b", large, true).toCompletableFuture().complete(SendResult.RELAY);
    }

    assertThatThrownBy(() -> World.now(a.peer.send("b", large, true)))
        .hasMessageContaining("wait for the futures");
  }

  @Test
  void whatWaitsForAPeerArrivesWhenItTurnsOutToBeOfOurKind() {
    world.router.keepsAnnouncements = false;
    world.router.loses = signal -> signal.type().equals("hello");
    World.Member b = world.join("b");
    World.Member a = world.join("a");
    world.router.held = new ArrayList<>();
    byte[] half = new byte[LocalPeer.MAX_RAW_RELAY_BYTES];
    for (int i = 0; i < 5; i++) {
      a.peer.send("b", half, true);
    }
    CompletionStage<SendResult> waits = a.send(b, "waits", true);
    world.loop.run();
    assertThat(waits.toCompletableFuture()).isNotDone();

    a.peer.connect("b");
    world.loop.run();

    assertThat(World.now(waits)).isEqualTo(SendResult.P2P);
    assertThat(b.texts()).hasSize(6).endsWith("waits");
  }

  @Test
  void anIdThatIsNoneIsRefusedAtOnce() {
    World.Member a = world.join("a");

    assertThatThrownBy(() -> a.peer.send("x/y", new byte[1], true))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> a.peer.send("x*", new byte[1], true))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> a.peer.connect("a")).hasMessageContaining("this peer itself");
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
