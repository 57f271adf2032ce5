package to.clasp.transport.udp.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Features;
import to.clasp.protocol.Get;
import to.clasp.protocol.Hello;
import to.clasp.protocol.Message;
import to.clasp.protocol.Ping;
import to.clasp.protocol.Pong;
import to.clasp.protocol.Set;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Value;
import to.clasp.protocol.codec.FrameCodec;
import to.clasp.testkit.LogLines;
import to.clasp.testkit.RecordingAcceptor;
import to.clasp.testkit.RecordingHandler;
import to.clasp.testkit.failover.FreePort;
import to.clasp.transport.CloseReason;
import to.clasp.transport.ConnectOptions;
import to.clasp.transport.Limits;
import to.clasp.transport.netty.EventLoops;

/** An endpoint whose peers are on the loopback interface, which is trusted by default. */
class UdpTransportTest {
  private static final Hello HELLO = new Hello(1, Features.ALL, "device", null);

  private final RecordingAcceptor acceptor = new RecordingAcceptor();
  private final EventLoops.Owned loops = EventLoops.create(1);
  private UdpTransport transport;

  @AfterEach
  void stop() {
    if (transport != null) {
      transport.close();
    }
    loops.close();
  }

  @Test
  void aTakenPortFailsTheActivationWithHostPortAndReason() throws IOException {
    try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> open(Config.onPort(port)))
          .isInstanceOf(IOException.class)
          .hasMessage("cannot listen on 127.0.0.1:" + port + ": Address already in use");
    }
  }

  /** The name is too long to be asked for, so that no question leaves the machine. */
  @Test
  void anUnknownHostFailsTheActivation() {
    String host = "a".repeat(64) + ".invalid";
    assertThatThrownBy(() -> open(Config.onPort(0).with("host", host)))
        .isInstanceOf(IOException.class)
        .hasMessage("cannot listen on " + host + ":0: unknown host");
  }

  @ParameterizedTest
  @CsvSource({
    "port, -1, port = -1 must be 0 to 65535",
    "maxConnections, 0, maxConnections = 0 must be 1 to 100000",
    "maxConnectionsPerSource, 0, maxConnectionsPerSource = 0 must be 1 to 100000",
    "maxDatagramsPerSecond, 0, maxDatagramsPerSecond = 0 must be 1 to 1000000",
    "maxUnprovedPerSecond, 0, maxUnprovedPerSecond = 0 must be 1 to 1000000",
    "maxUnprovedPerSecondAndSource, 0, maxUnprovedPerSecondAndSource = 0 must be 1 to 1000000"
  })
  void aWrongNumberIsNamedWithItsKey(String key, int value, String message) {
    assertThatThrownBy(() -> open(Config.onPort(0).with(key, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("to.clasp.transport.udp: " + message);
  }

  @Test
  void aWrongNetworkIsNamedWithItsKey() {
    assertThatThrownBy(
            () -> open(Config.onPort(0).with("trustedNetworks", new String[] {"10.0.0.0/99"})))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("to.clasp.transport.udp: trustedNetworks = '10.0.0.0/99' must be");
  }

  @Test
  void otherLimitsCutNobodyAndAnotherPortTellsItsClients() throws Exception {
    open(Config.onPort(0));
    RecordingHandler client = connect();
    transport.modified(Config.onPort(0).with("maxConnections", 1).asAnnotation());
    client.send(FrameCodec.encode(HELLO));
    accepted(0).awaitFrames(1);
    int port = FreePort.find();
    transport.modified(Config.onPort(port).asAnnotation());
    assertThat(client.awaitClosed()).hasMessageContaining(CloseReason.GOING_AWAY.text());
    assertThat(transport.uris()).containsExactly(URI.create("udp://127.0.0.1:" + port));
  }

  /** As a device does that has no answer to wait for. */
  @Test
  void aTrustedPeerIsServedFromItsFirstDatagramOn() throws Exception {
    open(Config.onPort(0));
    try (RawPeer device = new RawPeer(uri())) {
      device.send(HELLO).send(Set.of("/a", Value.of(1L)));
      assertThat(messages(accepted(0), 2)).containsExactly(HELLO, Set.of("/a", Value.of(1L)));
      accepted(0).send(FrameCodec.encode(Ping.INSTANCE));
      device.expect(Ping.class);
    }
  }

  @Test
  void pingsBeforeHelloAreAnsweredByTheTransport() throws Exception {
    open(Config.onPort(0));
    try (RawPeer device = new RawPeer(uri())) {
      device.send(Ping.INSTANCE).send(Ping.INSTANCE).send(HELLO).send(Ping.INSTANCE);
      device.expect(Pong.class);
      device.expect(Pong.class);
      assertThat(messages(accepted(0), 2)).containsExactly(HELLO, Ping.INSTANCE);
    }
  }

  @Test
  void whatIsNoFrameOpensNoConnection() throws Exception {
    open(Config.onPort(0));
    try (RawPeer noise = new RawPeer(uri())) {
      noise.send().send((byte) 1).send(new byte[100]).send((byte) 0x53).send(Ping.INSTANCE);
      noise.expect(Pong.class);
      assertThat(accepted(0).frames()).isEmpty();
      assertThat(acceptor.handlers()).hasSize(1);
    }
  }

  @Test
  void aClientThatRestartsOnTheSamePortGetsANewConnection() throws Exception {
    open(Config.onPort(0));
    try (RawPeer device = new RawPeer(uri())) {
      device.send(HELLO).send(new Get("/a"));
      messages(accepted(0), 2);
      Hello second = new Hello(1, Features.ALL, "after a restart", null);
      device.send(second);
      assertThat(messages(accepted(1), 1)).containsExactly(second);
      assertThat(accepted(0).awaitClosed()).hasMessage("the client begins anew");
    }
  }

  @Test
  void aCopyOfHelloThatComesLateRestartsNothing() throws Exception {
    open(Config.onPort(0));
    try (RawPeer device = new RawPeer(uri())) {
      device.send(HELLO).send(new Get("/a")).send(HELLO).send(new Get("/b"));
      assertThat(messages(accepted(0), 3)).containsExactly(HELLO, new Get("/a"), new Get("/b"));
      assertThat(acceptor.handlers()).hasSize(1);
    }
  }

  @Test
  void theReasonOfACloseIsOneDatagramThatIsNoFrame() throws Exception {
    open(Config.onPort(0));
    try (RawPeer device = new RawPeer(uri())) {
      device.send(HELLO);
      accepted(0).run(connection -> connection.close(CloseReason.POLICY));
      assertThat(device.receive()).containsExactly(0, 0, 0, 0, 5);
      device.send(HELLO);
      assertThat(device.hearsNothingFor(100)).isTrue();
      assertThat(acceptor.handlers()).hasSize(1);
    }
  }

  @Test
  void aSilentConnectionExpiresAfterTheIdleTimeoutOfTheRouter() throws Exception {
    acceptor.limit(
        new Limits(Limits.LARGEST_FRAME, Duration.ofSeconds(10), Duration.ofMillis(300)));
    open(Config.onPort(0));
    try (RawPeer device = new RawPeer(uri())) {
      device.send(HELLO);
      assertThat(device.receive()).containsExactly(0, 0, 0, 0, 9);
    }
  }

  @Test
  void thereIsRoomForSoManyConnectionsOfASourceAndTheNextIsToldSo() throws Exception {
    open(Config.onPort(0).with("maxConnectionsPerSource", 2));
    try (RawPeer one = new RawPeer(uri());
        RawPeer two = new RawPeer(uri());
        RawPeer three = new RawPeer(uri())) {
      one.send(HELLO);
      two.send(HELLO);
      messages(accepted(1), 1);
      assertThat(three.send(HELLO).expect(ErrorMessage.class).code()).isEqualTo(503);
      one.send((byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 1);
      assertThat(accepted(0).awaitClosed()).isNull();
      three.send(HELLO);
      messages(accepted(2), 1);
    }
  }

  @Test
  void thereIsRoomForSoManyConnectionsAltogetherAndTheNextIsToldSo() throws Exception {
    open(Config.onPort(0).with("maxConnections", 2));
    try (RawPeer one = new RawPeer(uri());
        RawPeer two = new RawPeer(uri());
        RawPeer three = new RawPeer(uri())) {
      one.send(HELLO);
      two.send(HELLO);
      messages(accepted(1), 1);
      assertThat(three.send(HELLO).expect(ErrorMessage.class).code()).isEqualTo(503);
      assertThat(acceptor.handlers()).hasSize(2);
      one.send((byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 1);
      assertThat(accepted(0).awaitClosed()).isNull();
      three.send(HELLO);
      messages(accepted(2), 1);
    }
  }

  @Test
  void whatAPeerSendsOverItsLimitIsDroppedAndLoggedInOneLine() throws Exception {
    open(Config.onPort(0).with("maxDatagramsPerSecond", 5));
    try (LogLines lines = LogLines.of(UdpTransport.class.getName(), Level.INFO);
        RawPeer device = new RawPeer(uri());
        RawPeer later = new RawPeer(uri())) {
      long begin = System.nanoTime();
      device.send(HELLO);
      for (int i = 0; i < 200; i++) {
        device.send(new Get("/a"));
      }
      // One socket takes all datagrams in turn, so those before have been taken with this one.
      later.send(HELLO);
      messages(accepted(1), 1);
      int seconds = (int) Duration.ofNanos(System.nanoTime() - begin).toSeconds();
      assertThat(accepted(0).frames()).hasSizeBetween(6, Math.min(190, 6 + 5 * (seconds + 2)));
      assertThat(lines.texts())
          .singleElement()
          .asString()
          .startsWith("127.0.0.1: sends too much, the rest of this second is dropped");
    }
  }

  @Test
  void aLargeSnapshotArrivesInPiecesAndALargeParamIsToldAsMissing() throws Exception {
    open(Config.onPort(0));
    List<Snapshot.Entry> all = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      all.add(new Snapshot.Entry("/p/" + i, Value.of("v".repeat(50)), 1, null, null));
    }
    try (LogLines lines = LogLines.of(UdpTransport.class.getName(), Level.INFO);
        RawPeer device = new RawPeer(uri())) {
      device.send(HELLO);
      accepted(0).send(FrameCodec.encode(new Snapshot(all)));
      List<Snapshot.Entry> got = new ArrayList<>();
      while (got.size() < all.size()) {
        byte[] datagram = device.receive();
        assertThat(datagram).hasSizeLessThanOrEqualTo(1200);
        got.addAll(((Snapshot) decode(datagram)).entries());
      }
      assertThat(got).isEqualTo(all);
      accepted(0).send(FrameCodec.encode(Set.of("/large", Value.of("v".repeat(1200)))));
      assertThat(device.expect(ErrorMessage.class).message())
          .isEqualTo("1 too large for UDP, at most 1200 bytes are sent");
      assertThat(lines.texts()).singleElement().asString().contains("were not sent over UDP");
    }
  }

  @Test
  void aFrameThatIsPausedIsDroppedAndTheNextIsRead() throws Exception {
    open(Config.onPort(0));
    try (RawPeer device = new RawPeer(uri());
        RawPeer later = new RawPeer(uri())) {
      device.send(HELLO);
      messages(accepted(0), 1);
      setReading(accepted(0), false);
      device.send(new Get("/lost"));
      // One socket takes all datagrams in turn, so the first one has been taken with this one.
      later.send(HELLO);
      messages(accepted(1), 1);
      setReading(accepted(0), true);
      device.send(new Get("/read"));
      assertThat(messages(accepted(0), 2)).containsExactly(HELLO, new Get("/read"));
    }
  }

  /** Returns when it is so: a datagram could overtake a task that only waits its turn. */
  private static void setReading(RecordingHandler end, boolean on) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    end.run(
        connection -> {
          connection.setReading(on);
          done.complete(null);
        });
    done.orTimeout(20, TimeUnit.SECONDS).join();
  }

  @Test
  void connectingToNothingNamesTheUriAndTheReason() throws Exception {
    open(Config.onPort(0));
    URI nowhere = uri();
    transport.close();
    assertThatThrownBy(() -> connect(nowhere))
        .hasCauseInstanceOf(IOException.class)
        .hasMessageContaining(nowhere + ": connection refused");
  }

  @Test
  void connectingToASocketThatDoesNotAnswerEndsInTime() throws Exception {
    try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      URI to = URI.create("udp://127.0.0.1:" + silent.getLocalPort());
      assertThatThrownBy(
              () ->
                  RecordingHandler.connect(
                      new UdpConnector(loops),
                      to,
                      new ConnectOptions(Duration.ofMillis(300), 1000)))
          .hasMessageContaining(to + ": no connection in time");
    }
  }

  /** Loops that end while the port is open close it under its connections. */
  @Test
  void everyHandlerIsToldWhenTheLoopsEnd() throws Exception {
    EventLoops.Owned others = EventLoops.create(1);
    UdpTransport left = new UdpTransport(Config.onPort(0).asAnnotation(), acceptor, others);
    try (RawPeer device = new RawPeer(left.uris().iterator().next())) {
      device.send(HELLO);
      messages(accepted(0), 1);
      others.close();
      assertThat(accepted(0).awaitClosed()).isNotNull();
    }
  }

  private RecordingHandler accepted(int number) {
    return acceptor.awaitHandler(number);
  }

  private static List<Message> messages(RecordingHandler handler, int count) {
    return handler.awaitFrames(count).stream().map(UdpTransportTest::decode).toList();
  }

  private static Message decode(byte[] frame) {
    return FrameCodec.decode(frame, 0, frame.length).message();
  }

  private void open(Config config) throws IOException {
    transport = new UdpTransport(config.asAnnotation(), acceptor, loops);
  }

  private URI uri() {
    return transport.uris().iterator().next();
  }

  private RecordingHandler connect() throws Exception {
    return connect(uri());
  }

  private RecordingHandler connect(URI to) throws Exception {
    return RecordingHandler.connect(new UdpConnector(loops), to, ConnectOptions.DEFAULT);
  }
}
