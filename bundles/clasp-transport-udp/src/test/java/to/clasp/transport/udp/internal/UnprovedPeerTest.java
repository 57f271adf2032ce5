package to.clasp.transport.udp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import to.clasp.protocol.Ack;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Features;
import to.clasp.protocol.Get;
import to.clasp.protocol.Hello;
import to.clasp.protocol.Message;
import to.clasp.protocol.Ping;
import to.clasp.protocol.Pong;
import to.clasp.protocol.Result;
import to.clasp.protocol.Set;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Value;
import to.clasp.protocol.Welcome;
import to.clasp.protocol.codec.FrameCodec;
import to.clasp.testkit.LogLines;
import to.clasp.testkit.RecordingAcceptor;
import to.clasp.testkit.RecordingHandler;
import to.clasp.transport.ConnectOptions;
import to.clasp.transport.netty.EventLoops;

/** An endpoint that trusts no address, and peers that have to prove theirs. */
class UnprovedPeerTest {
  private static final List<Message> ANSWERS =
      List.of(
          Pong.INSTANCE,
          new Welcome(1, Features.ALL, 1, "", "", "token"),
          new Ack("/a", 1L, null, null, null),
          new ErrorMessage(300, "", null, null),
          Snapshot.EMPTY,
          new Result(List.of()));

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
  void anUnprovedPeerGetsThreeTimesItsBytesAtMostAndOpensNoConnection() throws Exception {
    open(Config.trustingNobody());
    List<Message> messages =
        List.of(
            hello("", null),
            hello("name", "token"),
            hello("x".repeat(1000), null),
            Ping.INSTANCE,
            new Get("/a"),
            Set.of("/a", Value.of(1L)),
            new Subscribe(1, "/**", Features.ALL, SubscribeOptions.NONE));
    for (Message message : messages) {
      try (RawPeer peer = new RawPeer(uri())) {
        peer.send(message);
        Message answer = peer.message();
        assertThat(answer)
            .isInstanceOfAny(Welcome.class, Ack.class, Pong.class, ErrorMessage.class);
        assertThat(peer.received).isLessThanOrEqualTo(3 * peer.sent);
        assertThat(peer.messagesBeforePong()).isZero();
      }
    }
    assertThat(acceptor.handlers()).isEmpty();
  }

  @Test
  void bytesThatAreNoFrameAreNotAnsweredOrAnsweredShortly() throws Exception {
    open(Config.trustingNobody());
    try (RawPeer peer = new RawPeer(uri())) {
      for (int size = 0; size < 40; size++) {
        byte[] bytes = new byte[size];
        peer.send(bytes);
        if (size > 0) {
          bytes[0] = 0x53;
          peer.send(bytes);
        }
      }
      peer.messagesBeforePong();
      assertThat(peer.received).isLessThanOrEqualTo(3 * peer.sent);
    }
    assertThat(acceptor.handlers()).isEmpty();
  }

  @Test
  void helloWithTheTokenOfWelcomeIsAProof() throws Exception {
    open(Config.trustingNobody());
    try (RawPeer peer = new RawPeer(uri())) {
      Welcome welcome = peer.send(hello("desk", null)).expect(Welcome.class);
      assertThat(welcome.session()).isEmpty();
      assertThat(acceptor.handlers()).isEmpty();
      peer.send(hello("desk", welcome.token()));
      assertThat(firstFrame()).isEqualTo(hello("desk", null));
    }
  }

  @Test
  void aTokenBehindTheCookieReachesTheRouterWithoutTheCookie() throws Exception {
    open(Config.trustingNobody());
    try (RawPeer peer = new RawPeer(uri())) {
      Welcome welcome = peer.send(hello("desk", "cpsk_1.2")).expect(Welcome.class);
      peer.send(hello("desk", welcome.token() + ".cpsk_1.2"));
      assertThat(firstFrame()).isEqualTo(hello("desk", "cpsk_1.2"));
    }
  }

  @Test
  void aCookieOfAnotherPortIsNoProof() throws Exception {
    open(Config.trustingNobody());
    try (RawPeer peer = new RawPeer(uri());
        RawPeer thief = new RawPeer(uri())) {
      Welcome welcome = peer.send(hello("desk", null)).expect(Welcome.class);
      Welcome other = thief.send(hello("desk", welcome.token())).expect(Welcome.class);
      assertThat(other.token()).isNotEqualTo(welcome.token());
      assertThat(acceptor.handlers()).isEmpty();
    }
  }

  @Test
  void theConnectorProvesItsAddressAndItsHandlerSeesNothingOfIt() throws Exception {
    open(Config.trustingNobody());
    acceptor.handleWith(
        connection ->
            new RecordingHandler(connection) {
              @Override
              public void onFrame(byte[] buffer, int offset, int length) {
                super.onFrame(buffer, offset, length);
                connection().write(frame(new Welcome(1, Features.ALL, 1, "s", "n", null)));
                connection().flush();
              }
            });
    RecordingHandler client = connect();
    client.send(FrameCodec.encode(hello("desk", "cpsk_1.2")));
    assertThat(decode(client.awaitFrames(1).get(0)))
        .isEqualTo(new Welcome(1, Features.ALL, 1, "s", "n", null));
    assertThat(firstFrame()).isEqualTo(hello("desk", "cpsk_1.2"));
  }

  @Test
  void aFloodIsAnsweredInPartAndLoggedInOneLine() throws Exception {
    open(
        Config.trustingNobody()
            .with("maxUnprovedPerSecond", 100)
            .with("maxUnprovedPerSecondAndSource", 10));
    try (LogLines lines = LogLines.of(UdpTransport.class.getName(), Level.INFO);
        RawPeer peer = new RawPeer(uri())) {
      long began = System.nanoTime();
      for (int i = 0; i < 300; i++) {
        peer.send(Ping.INSTANCE);
      }
      int answers = 0;
      while (answers < 10) {
        peer.expect(Pong.class);
        answers++;
      }
      while (!peer.hearsNothingFor(200)) {
        answers++;
      }
      long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began) + 2;
      assertThat(answers).isLessThanOrEqualTo((int) Math.min(290, 10 * seconds));
      assertThat(lines.texts())
          .singleElement()
          .asString()
          .startsWith("127.0.0.1: sends too much without a proof of its address");
    }
  }

  @Test
  void aPeerThatIsServedIsNotRestartedByAHelloWithoutProof() throws Exception {
    open(Config.trustingNobody());
    try (RawPeer peer = new RawPeer(uri())) {
      Welcome welcome = peer.send(hello("desk", null)).expect(Welcome.class);
      peer.send(hello("desk", welcome.token()));
      firstFrame();
      peer.send(hello("other", null)).expect(Welcome.class);
      peer.send(new Get("/still"));
      assertThat(acceptor.handlers()).hasSize(1);
      assertThat(acceptor.handlers().get(0).awaitFrames(2)).hasSize(2);
    }
  }

  @Test
  void aCopyOfTheProofThatComesLateRestartsNothing() throws Exception {
    open(Config.trustingNobody());
    try (RawPeer peer = new RawPeer(uri())) {
      Welcome welcome = peer.send(hello("desk", null)).expect(Welcome.class);
      Hello proof = hello("desk", welcome.token());
      peer.send(proof).send(new Get("/a")).send(proof).send(new Get("/b"));
      RecordingHandler served = served();
      assertThat(served.awaitFrames(3)).hasSize(3);
      assertThat(acceptor.handlers()).hasSize(1);
    }
  }

  /** Two servers that answer each other, because somebody has forged one datagram, never stop. */
  @Test
  void anAnswerIsNotAnswered() throws Exception {
    open(Config.trustingNobody());
    try (RawPeer peer = new RawPeer(uri())) {
      for (Message answer : ANSWERS) {
        peer.send(answer);
      }
      peer.send((byte) 0x53, (byte) 1, (byte) 0, (byte) 1, (byte) 0x51);
      assertThat(peer.messagesBeforePong()).isZero();
    }
  }

  @Test
  void anAnswerOfATrustedAddressOpensNoConnection() throws Exception {
    open(Config.onPort(0));
    try (RawPeer peer = new RawPeer(uri())) {
      for (Message answer : ANSWERS) {
        peer.send(answer);
      }
      // The first answer is that to this PING, and it is the PING that opens the connection.
      peer.send(Ping.INSTANCE).expect(Pong.class);
      assertThat(acceptor.awaitHandler(0).frames()).isEmpty();
      assertThat(acceptor.handlers()).hasSize(1);
    }
  }

  /** Whoever forges addresses can use up what all unproved peers together may send. */
  @Test
  void aProofIsAcceptedWhileOthersFlood() throws Exception {
    open(Config.trustingNobody().with("maxUnprovedPerSecond", 1));
    try (RawPeer peer = new RawPeer(uri());
        RawPeer other = new RawPeer(uri())) {
      Welcome welcome = peer.send(hello("desk", null)).expect(Welcome.class);
      for (int i = 0; i < 20; i++) {
        other.send(Ping.INSTANCE);
      }
      peer.send(hello("desk", welcome.token()));
      assertThat(firstFrame()).isEqualTo(hello("desk", null));
    }
  }

  @Test
  void aPeerThatProvesItselfOverAndOverIsLimitedToo() throws Exception {
    open(Config.trustingNobody().with("maxUnprovedPerSecondAndSource", 5));
    try (RawPeer peer = new RawPeer(uri())) {
      Welcome welcome = peer.send(hello("desk", null)).expect(Welcome.class);
      for (int i = 0; i < 200; i++) {
        peer.send(hello("desk", welcome.token()));
      }
      firstFrame();
      peer.hearsNothingFor(200);
      assertThat(acceptor.handlers()).hasSizeLessThanOrEqualTo(60);
    }
  }

  private RecordingHandler served() {
    firstFrame();
    return acceptor.handlers().get(0);
  }

  private Message firstFrame() {
    return decode(acceptor.awaitHandler(0).awaitFrames(1).get(0));
  }

  private static Message decode(byte[] frame) {
    return FrameCodec.decode(frame, 0, frame.length).message();
  }

  private static to.clasp.transport.Frame frame(Message message) {
    return to.clasp.transport.Frame.wrap(FrameCodec.encode(message));
  }

  private static Hello hello(String name, String token) {
    return new Hello(1, Features.ALL, name, token);
  }

  private void open(Config config) throws IOException {
    transport = new UdpTransport(config.asAnnotation(), acceptor, loops);
  }

  private URI uri() {
    return transport.uris().iterator().next();
  }

  private RecordingHandler connect() throws Exception {
    return RecordingHandler.connect(new UdpConnector(loops), uri(), ConnectOptions.DEFAULT);
  }
}
