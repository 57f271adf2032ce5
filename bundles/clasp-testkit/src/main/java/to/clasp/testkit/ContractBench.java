package to.clasp.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Assumptions;
import to.clasp.transport.ConnectOptions;
import to.clasp.transport.Connection;
import to.clasp.transport.Limits;

/** An open endpoint for one case of the contract, and what the case has connected to it. */
final class ContractBench implements AutoCloseable {
  /** Both ends of one connection. */
  record Link(RecordingHandler client, RecordingHandler server) {}

  /** A piece of a case. */
  interface Case {
    void run(ContractBench bench) throws Exception;
  }

  private static final Duration IN_VAIN = Duration.ofMillis(500);
  private static final Duration PATIENCE = Await.DEADLINE;
  private static final Duration SOON = Duration.ofMillis(100);

  final RecordingAcceptor acceptor = new RecordingAcceptor();
  final TransportFixture fixture;
  URI uri;
  private final List<RecordingHandler> clients = new ArrayList<>();

  private ContractBench(TransportFixture fixture) {
    this.fixture = fixture;
    acceptor.limit(new Limits(Limits.LARGEST_FRAME, PATIENCE, Duration.ZERO, PATIENCE));
  }

  /** Runs a case against an open endpoint; then everything must be closed and no rule broken. */
  static void with(TransportFixture fixture, Case body) throws Exception {
    withPort(0, fixture, body);
  }

  /** The same, with a port that the case may open again. */
  static void withPort(int port, TransportFixture fixture, Case body) throws Exception {
    try (ContractBench bench = new ContractBench(fixture)) {
      bench.start(port);
      body.run(bench);
    }
  }

  void start(int port) throws IOException {
    uri = fixture.start(acceptor, port).iterator().next();
  }

  Link connect() throws Exception {
    return connect(RecordingHandler::new);
  }

  Link connect(Function<Connection, RecordingHandler> clientHandler) throws Exception {
    int before = acceptor.handlers().size();
    RecordingHandler client = dial(clientHandler);
    return new Link(client, acceptor.awaitHandler(before));
  }

  /** Connects without a look at the other end. */
  RecordingHandler dial(Function<Connection, RecordingHandler> clientHandler) throws Exception {
    return dial(ConnectOptions.DEFAULT, clientHandler);
  }

  /** Where nobody listens: a transport over UDP knows that only by the time that passes. */
  void dialInVain() throws Exception {
    dial(new ConnectOptions(IN_VAIN, Limits.LARGEST_FRAME), RecordingHandler::new);
  }

  private RecordingHandler dial(
      ConnectOptions how, Function<Connection, RecordingHandler> clientHandler) throws Exception {
    RecordingHandler made = RecordingHandler.connect(fixture.connector(), uri, how, clientHandler);
    clients.add(made);
    return made;
  }

  /** For cases about loss and order, which an unreliable transport does not promise. */
  static void assumeReliable(Link link) {
    Assumptions.assumeTrue(link.server().connection().info().reliable(), "unreliable transport");
  }

  Limits limits(int maxFrameBytes, Duration idleTimeout) {
    return new Limits(maxFrameBytes, PATIENCE, idleTimeout, acceptor.limits().drainTimeout());
  }

  /** For cases that leave a peer that does not read: the end of the endpoint waits for it. */
  void endSoon() {
    acceptor.limit(new Limits(Limits.LARGEST_FRAME, PATIENCE, Duration.ZERO, SOON));
  }

  /** A frame that begins with its number; whole frames with a true header, of any size from 8. */
  static byte[] frame(int number, int size) {
    int header = size > 65_539 ? 12 : 4;
    ByteBuffer frame = ByteBuffer.allocate(size);
    frame
        .put((byte) 0x53)
        .put((byte) (header == 12 ? 0x21 : 0x01))
        .putShort((short) (size - header));
    frame.position(header);
    frame.putInt(number);
    for (int i = frame.position(); i < size; i++) {
      frame.put(i, (byte) (number * 31 + i));
    }
    return frame.array();
  }

  static byte[][] frames(int count, int size) {
    byte[][] frames = new byte[count][];
    for (int i = 0; i < count; i++) {
      frames[i] = frame(i, size);
    }
    return frames;
  }

  @Override
  public void close() throws IOException {
    try {
      fixture.stop();
      clients.forEach(client -> client.run(connection -> connection.setReading(true)));
      clients.forEach(RecordingHandler::awaitClosed);
    } finally {
      fixture.close();
    }
    List<RecordingHandler> all = new ArrayList<>(clients);
    all.addAll(acceptor.handlers());
    for (RecordingHandler handler : all) {
      assertThat(handler.breaches()).isEmpty();
      assertThat(handler.events()).containsOnlyOnce("closed").endsWith("closed");
    }
  }
}
