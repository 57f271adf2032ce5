package to.clasp.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Features;
import to.clasp.protocol.Get;
import to.clasp.protocol.Hello;
import to.clasp.protocol.Message;
import to.clasp.protocol.Ping;
import to.clasp.protocol.Pong;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Welcome;
import to.clasp.protocol.codec.FrameCodec;
import to.clasp.transport.CloseReason;
import to.clasp.transport.Connection;
import to.clasp.transport.Frame;

class RawClientTest {
  private static final ErrorMessage ERROR = new ErrorMessage(201, "nothing there", "/a", null);

  private final MemoryTransport transport = new MemoryTransport();
  private final RecordingAcceptor acceptor = new RecordingAcceptor();
  private RawClient client;

  @BeforeEach
  void connect() {
    acceptor.handleWith(Answering::new);
    URI uri = transport.start(acceptor);
    client = RawClient.connect(transport, uri);
  }

  @AfterEach
  void close() {
    transport.close();
  }

  @Test
  void helloTakesWelcomeAndAllInitialSnapshots() {
    assertThat(client.hello("test").name()).isEqualTo("answering test");
    assertThat(client.received())
        .extracting(message -> message.getClass().getSimpleName())
        .containsExactly("Welcome", "Snapshot", "Snapshot", "Pong");
    client.expectNothing();
  }

  @Test
  void messagesThatAreSentTogetherAreOneBatch() {
    client.send(Ping.INSTANCE, Ping.INSTANCE, Ping.INSTANCE);
    for (int i = 0; i < 3; i++) {
      client.expect(Pong.class);
    }
    assertThat(acceptor.handlers().get(0).events())
        .containsExactly("frame", "frame", "frame", "readComplete");
  }

  @Test
  void somethingUnexpectedIsShown() {
    client.send(new Get("/a"));
    assertThatThrownBy(client::expectNothing)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("expected nothing")
        .hasMessageContaining("nothing there");
    client.send(new Get("/a"));
    assertThatThrownBy(() -> client.expect(Snapshot.class))
        .hasMessageContaining("expected Snapshot, but got ErrorMessage");
  }

  @Test
  void aWaitEndsAndSaysWhatWasTaken() {
    client.send(Ping.INSTANCE);
    client.next();
    assertThatThrownBy(() -> client.next(Duration.ofMillis(20)))
        .isInstanceOf(AssertionError.class)
        .hasMessage("expected a message within PT0.02S; taken so far (1): [Pong[]]");
  }

  @Test
  void aCloseEndsEveryWaitAndTellsItsReason() {
    acceptor.handlers().get(0).run(connection -> connection.close(CloseReason.POLICY));
    assertThat(client.awaitClosed()).contains(CloseReason.POLICY.text());
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(client::next)
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("closed by the peer: not allowed");
    }
  }

  @Test
  void aClientThatPausesReadsLaterAndLosesNothing() {
    client.pauseReading();
    client.send(new Get("/a"), Ping.INSTANCE);
    assertThatThrownBy(() -> client.next(Duration.ofMillis(20))).isInstanceOf(AssertionError.class);
    client.resumeReading();
    assertThat(client.next()).isEqualTo(ERROR);
    client.expect(Pong.class);
  }

  /** Just enough of a router. */
  private static final class Answering extends RecordingHandler {
    Answering(Connection connection) {
      super(connection);
    }

    @Override
    public void onFrame(byte[] buffer, int offset, int length) {
      super.onFrame(buffer, offset, length);
      Message message = FrameCodec.decode(buffer, offset, length).message();
      for (Message answer : answers(message)) {
        connection().write(Frame.wrap(FrameCodec.encode(answer)));
      }
    }

    private static List<Message> answers(Message message) {
      if (message instanceof Hello hello) {
        String name = "answering " + hello.name();
        return List.of(
            new Welcome(1, Features.ALL, 0, "id", name, null), Snapshot.EMPTY, Snapshot.EMPTY);
      }
      return message instanceof Get ? List.of(ERROR) : List.of(Pong.INSTANCE);
    }

    @Override
    public void onReadComplete() {
      super.onReadComplete();
      connection().flush();
    }
  }
}
