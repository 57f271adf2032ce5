package to.clasp.transport.quic.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import to.clasp.testkit.Await;
import to.clasp.testkit.RecordingAcceptor;
import to.clasp.testkit.RecordingHandler;
import to.clasp.transport.CloseReason;
import to.clasp.transport.Connection;
import to.clasp.transport.Frame;
import to.clasp.transport.Limits;
import to.clasp.transport.netty.EventLoops;

/** The port and a client that others could have written. */
@Execution(ExecutionMode.CONCURRENT)
class QuicServerTest {
  private static final byte[] FRAME = Frames.filled(20, 7);
  private final RecordingAcceptor acceptor = new RecordingAcceptor();
  private final QuicFixture fixture = new QuicFixture(EventLoops.create(1));

  @AfterEach
  void close() {
    fixture.close();
  }

  private URI open(Object... config) throws IOException {
    Map<String, Object> keys = new java.util.HashMap<>(Map.of("port", 0, "selfSigned", true));
    for (int i = 0; i < config.length; i += 2) {
      keys.put((String) config[i], config[i + 1]);
    }
    return fixture.start(acceptor, keys).iterator().next();
  }

  private RecordingHandler server(int number) {
    return acceptor.awaitHandler(number);
  }

  @Test
  void framesMayBeCutAnywhereAndCarriedTogether() throws Exception {
    try (RawQuic client = RawQuic.connect(open())) {
      RawQuic.Stream stream = client.open();
      byte[] two = Frames.joined(FRAME, Frames.filled(3, 1));
      for (byte each : two) {
        stream.send(each);
      }
      stream.send(Frames.joined(two, two, new byte[] {0x53}));
      assertThat(server(0).awaitFrames(6)).contains(FRAME, Frames.filled(3, 1)).hasSize(6);
    }
  }

  @Test
  void theConnectionTellsThatItIsSecureAndWhoIsThere() throws Exception {
    try (RawQuic client = RawQuic.connect(open())) {
      client.open().send(FRAME);
      assertThat(server(0).connection().info().transport()).isEqualTo("quic");
      assertThat(server(0).connection().info().secure()).isTrue();
      assertThat(server(0).connection().info().reliable()).isTrue();
      assertThat(server(0).connection().info().remote().toString()).contains("127.0.0.1");
      assertThat(server(0).connection().info().certificate()).isEmpty();
    }
  }

  @Test
  void anotherProtocolIsRefused() throws Exception {
    URI uri = open();
    assertThatThrownBy(() -> RawQuic.connectInVain(uri, "h3")).isNotNull();
    assertThat(acceptor.handlers()).isEmpty();
  }

  @Test
  void bytesThatAreNoFrameCloseTheConnectionAndSayWhy() throws Exception {
    try (RawQuic client = RawQuic.connect(open())) {
      client.open().send((byte) 'G', (byte) 'E', (byte) 'T');
      assertThat(client.awaitClosed().error()).isEqualTo(1002);
      assertThat(client.awaitClosed().isApplicationClose()).isTrue();
      assertThat(server(0).awaitClosed()).hasMessage("frame begins with 0x47, not 0x53");
    }
  }

  @Test
  void aClientThatEndsItsStreamStillGetsItsReplies() throws Exception {
    acceptor.handleWith(Echo::new);
    try (RawQuic client = RawQuic.connect(open())) {
      RawQuic.Stream stream = client.open().finish(FRAME);
      stream.awaitEnd();
      assertThat(stream.received()).isEqualTo(FRAME);
      assertThat(server(0).awaitClosed()).isNull();
      assertThat(client.awaitClosed().error()).isZero();
    }
  }

  @Test
  void aStreamThatEndsInsideAFrameIsNotANormalEnd() throws Exception {
    try (RawQuic client = RawQuic.connect(open())) {
      client.open().finish((byte) 0x53, (byte) 1, (byte) 0);
      assertThat(server(0).awaitClosed()).hasMessage("the stream ended inside a frame");
    }
  }

  @Test
  void aResetStreamEndsItsConnectionWithTheReason() throws Exception {
    try (RawQuic client = RawQuic.connect(open())) {
      RawQuic.Stream stream = client.open().send(FRAME);
      server(0).awaitFrames(1);
      stream.reset(1009);
      assertThat(server(0).awaitClosed()).hasMessageContaining("1009 message too large");
    }
  }

  @Test
  void aPeerThatClosesWithACodeAndWithoutAReasonEndsItsConnections() throws Exception {
    try (RawQuic client = RawQuic.connect(open())) {
      client.open().send(FRAME);
      server(0).awaitFrames(1);
      client.close(1008);
      assertThat(server(0).awaitClosed()).hasMessage("closed by the peer: 1008");
    }
  }

  /** Our own side waits a second before it closes, and tells only then. */
  @Test
  void aReasonThatComesASecondAfterTheEndOfTheStreamIsHeard() throws Exception {
    URI uri = open();
    boolean inTime = false;
    for (int i = 0; i < 10 && !inTime; i++) {
      try (RawQuic client = RawQuic.connect(uri)) {
        RawQuic.Stream stream = client.open();
        long begin = System.nanoTime();
        stream.finish(FRAME).awaitEnd();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1100));
        client.close(1008);
        // Else this thread was held up too long, and nobody waits any more for its reason.
        inTime = System.nanoTime() - begin < TimeUnit.MILLISECONDS.toNanos(1400);
        Throwable told = server(i).awaitClosed();
        if (inTime) {
          assertThat(told).hasMessageContaining("1008");
        }
      }
    }
    assertThat(inTime).as("one of ten attempts in time").isTrue();
  }

  @Test
  void aPeerWithoutAStreamIsClosedInTimeAndDelaysNobody() throws Exception {
    URI uri = open();
    try (RawQuic talking = RawQuic.connect(uri)) {
      RawQuic.Stream stream = talking.open().send(FRAME);
      server(0).awaitFrames(1);
      acceptor.limit(new Limits(1000, Duration.ofMillis(500), Duration.ZERO));
      try (RawQuic silent = RawQuic.connect(uri)) {
        stream.send(FRAME);
        server(0).awaitFrames(2);
        assertThat(silent.awaitClosed().error()).isEqualTo(1008);
        assertThat(new String(silent.awaitClosed().reason())).isEqualTo("no stream in time");
      }
      stream.send(FRAME);
      server(0).awaitFrames(3);
      assertThat(talking.isClosed()).isFalse();
      assertThat(acceptor.handlers()).hasSize(1);
    }
  }

  @Test
  void everyStreamIsAConnectionOfItsOwn() throws Exception {
    try (RawQuic client = RawQuic.connect(open())) {
      RawQuic.Stream one = client.open().send(FRAME);
      server(0).awaitFrames(1);
      RawQuic.Stream two = client.open().send(Frames.filled(2, 2));
      server(1).awaitFrames(1);
      server(0).run(connection -> connection.close(CloseReason.POLICY));
      one.awaitEnd();
      one.finish();
      assertThat(server(0).awaitClosed()).isNull();
      two.send(Frames.filled(3, 3));
      server(1).awaitFrames(2);
      assertThat(client.isClosed()).isFalse();
    }
  }

  @Test
  void streamsBeyondTheLimitOfTheConnectionEndIt() throws Exception {
    try (RawQuic client = RawQuic.connect(open("maxStreams", 2))) {
      client.open().send(FRAME);
      server(0).awaitFrames(1);
      RawQuic.Stream second = client.open().finish(FRAME);
      assertThat(server(1).awaitClosed()).isNull();
      second.awaitEnd();
      assertThatThrownBy(
              () -> {
                while (true) {
                  client.open().send(FRAME);
                }
              })
          .isNotNull();
      assertThat(acceptor.handlers()).hasSize(2);
    }
  }

  @Test
  void beyondTheLargestNumberOfConnectionsNobodyIsAnswered() throws Exception {
    URI uri = open("maxConnections", 1);
    try (RawQuic first = RawQuic.connect(uri)) {
      assertThatThrownBy(() -> RawQuic.connectInVain(uri)).isNotNull();
      first.open().send(FRAME);
      server(0).awaitFrames(1);
    }
    server(0).awaitClosed();
    RawQuic.connect(uri).close();
  }

  /** Else one client could take all places, and keep out all others. */
  @Test
  void beyondTheConnectionsOfOneSourceItIsNotAnswered() throws Exception {
    URI uri = open("maxConnectionsPerSource", 2);
    try (RawQuic second = RawQuic.connect(uri)) {
      try (RawQuic first = RawQuic.connect(uri)) {
        assertThatThrownBy(() -> RawQuic.connectInVain(uri)).isNotNull();
        first.open().send(FRAME);
        server(0).awaitFrames(1);
      }
      server(0).awaitClosed();
      RawQuic.connect(uri).close();
      assertThat(second.isClosed()).isFalse();
    }
  }

  @Test
  void packetsWithoutFramesKeepAStreamFromBeingIdle() throws Exception {
    URI uri = open("pingIntervalSeconds", 0);
    boolean stays = false;
    // On a busy machine this thread may be held up for the shorter times.
    int[] idleMillis = {500, 2000, 8000};
    for (int i = 0; i < idleMillis.length && !stays; i++) {
      stays = packetsKeepIt(uri, i, Duration.ofMillis(idleMillis[i]));
    }
    assertThat(stays).isTrue();
  }

  private boolean packetsKeepIt(URI uri, int number, Duration idle) throws Exception {
    acceptor.limit(new Limits(1000, Duration.ofSeconds(20), idle));
    try (RawQuic client = RawQuic.connect(uri)) {
      client.open().send(FRAME);
      RecordingHandler server = server(number);
      long begin = System.nanoTime();
      while (System.nanoTime() - begin < 3 * idle.toNanos() && !server.isClosed()) {
        client.datagram((byte) 0);
        LockSupport.parkNanos(20_000_000);
      }
      boolean stayed = !server.isClosed();
      server.awaitClosed();
      assertThat(server.events()).contains("closing IDLE");
      return stayed;
    }
  }

  @Test
  void pingsKeepASilentListenerConnected() throws Exception {
    acceptor.limit(new Limits(1000, Duration.ofSeconds(20), Duration.ofMillis(3500)));
    try (RawQuic client = RawQuic.connect(open("pingIntervalSeconds", 1))) {
      client.open().send(FRAME);
      Await.until("pings", () -> client.datagrams().size() > 4);
      assertThat(server(0).isClosed()).isFalse();
    }
  }

  /** Sends each frame back at the end of the batch. */
  private static final class Echo extends RecordingHandler {
    Echo(Connection connection) {
      super(connection);
    }

    @Override
    public void onFrame(byte[] buffer, int offset, int length) {
      super.onFrame(buffer, offset, length);
      connection().write(Frame.wrap(java.util.Arrays.copyOfRange(buffer, offset, offset + length)));
    }

    @Override
    public void onReadComplete() {
      super.onReadComplete();
      connection().flush();
    }
  }
}
