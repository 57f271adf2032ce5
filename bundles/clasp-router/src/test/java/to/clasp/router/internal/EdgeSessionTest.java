package to.clasp.router.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import to.clasp.auth.Grant;
import to.clasp.protocol.Ack;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Features;
import to.clasp.protocol.Get;
import to.clasp.protocol.Message;
import to.clasp.protocol.Ping;
import to.clasp.protocol.Pong;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Set;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Ttl;
import to.clasp.protocol.Value;
import to.clasp.router.EdgeListener;
import to.clasp.router.EdgeSession;
import to.clasp.router.SessionInfo;
import to.clasp.transport.CloseReason;

/** Sessions of edges: several on one executor, back-pressure, and who a message comes from. */
class EdgeSessionTest {
  private static final Set REMOVAL =
      new Set("/a", Value.Null.INSTANCE, null, false, false, new Ttl(Ttl.Kind.ABSOLUTE, 0));

  private final RouterFixture router = RouterFixture.with(Map.of("maxQueuedReplies", 64));
  private final Loop loop = new Loop();

  @AfterEach
  void close() {
    router.close();
  }

  @Test
  void whatASessionAttachesGoesWithItsMessageAndWithTheAnswerAndSoDoesItsId() {
    Client writer = open();
    Client reader = open();
    reader.take(subscribe("/**"), "ignored");

    writer.session.take(Set.of("/a", Value.of(1)), "one");
    writer.session.take(Publish.of("/a", SignalType.EVENT, Value.of(2)), "two");
    writer.session.take(Set.of("/a*", Value.of(1)), "three");
    writer.session.endBatch();
    loop.run();

    assertThat(reader.got)
        .extracting(Got::attachment, Got::origin)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("one", writer.session.id()),
            org.assertj.core.groups.Tuple.tuple("two", writer.session.id()));
    assertThat(writer.got).extracting(Got::attachment).containsExactly("one", "three");
    assertThat(writer.got.get(0).message()).isInstanceOf(Ack.class);
    assertThat(writer.got.get(1).message()).isInstanceOf(ErrorMessage.class);
    assertThat(reader.flushes).isEqualTo(1);
  }

  @Test
  void whatIsTakenIsHandledBeforeTheCallReturnsAndNeedsNoTask() {
    Client client = open();

    client.session.take(Set.of("/a", Value.of(1)), null);
    client.session.take(new Get("/a"), "answer");
    client.session.endBatch();

    assertThat(client.got.get(1).message()).isInstanceOf(Snapshot.class);
    assertThat(client.got.get(1).attachment()).isEqualTo("answer");
  }

  @Test
  void whileAnEdgeIsNotWritableItsParamsWaitAndOnlyTheNewestValueIsGiven() {
    Client writer = open();
    Client reader = open();
    reader.take(subscribe("/**"), null);
    reader.writable = false;
    for (int i = 1; i <= 100; i++) {
      writer.take(Set.of("/a", Value.of(i)), i);
    }
    assertThat(reader.got).isEmpty();

    reader.writable = true;
    reader.session.writable();
    loop.run();

    assertThat(reader.got).extracting(Got::attachment).containsExactly(100);
  }

  @Test
  void anEdgeWhoseClientDoesNotTakeItsAnswersIsToldToReadNoMore() {
    Client client = open();
    client.writable = false;

    client.take(Set.of("/a", Value.of(1)), null);
    client.take(Set.of("/a", Value.of(2)), null);
    assertThat(client.reading).isFalse();

    client.writable = true;
    client.session.writable();
    loop.run();
    assertThat(client.reading).isTrue();
    assertThat(client.got).hasSize(2);
  }

  @Test
  void nullWithATimeToLiveOfZeroRemovesAParamAtOnceAndTellsIt() {
    Client reader = open();
    reader.take(subscribe("/**"), null);
    Client writer = open();
    writer.take(Set.of("/a", Value.of(7)), null);

    writer.take(REMOVAL, null);

    Set told = (Set) reader.got.get(1).message();
    assertThat(told.value()).isEqualTo(Value.Null.INSTANCE);
    assertThat(told.revision()).isEqualTo(2);
    assertThat(router.core.paramCount()).isZero();
    writer.take(Set.of("/a", Value.of(8)), null);
    assertThat(((Set) reader.got.get(2).message()).revision()).isEqualTo(1);
  }

  @Test
  void aParamThatAnotherSessionHasLockedIsNotRemoved() {
    Client holder = open();
    holder.take(new Set("/a", Value.of(7), null, true, false, null), null);
    Client other = open();

    other.take(REMOVAL, null);

    assertThat(other.got.get(0).message()).isInstanceOf(ErrorMessage.class);
    assertThat(router.core.paramCount()).isEqualTo(1);
  }

  @Test
  void aPingOfAnEdgeIsAnsweredHoweverMuchItsClientSends() {
    try (RouterFixture limited = RouterFixture.with(Map.of("maxMessagesPerSecond", 1))) {
      Client client = new Client();
      SessionInfo info = new SessionInfo("edge", "test");
      client.session = limited.core.openEdge(info, Grant.EVERYTHING, loop, client);
      for (int i = 0; i < 10; i++) {
        client.take(Set.of("/a", Value.of(i)), i);
        client.take(Ping.INSTANCE, "ping " + i);
      }
      assertThat(client.got)
          .filteredOn(got -> got.message() == Pong.INSTANCE)
          .extracting(Got::attachment)
          .hasSize(10)
          .contains("ping 9");
    }
  }

  @Test
  void whatIsOfferedBeyondTheRateIsNotTakenAndNotAnswered() {
    try (RouterFixture limited = RouterFixture.with(Map.of("maxMessagesPerSecond", 1))) {
      Client client = new Client();
      SessionInfo info = new SessionInfo("edge", "test");
      client.session = limited.core.openEdge(info, Grant.EVERYTHING, loop, client);
      int taken = 0;
      for (int i = 0; i < 100; i++) {
        taken += client.session.offer(Set.of("/a", Value.of(i)), i) ? 1 : 0;
      }
      client.session.endBatch();
      assertThat(taken).isBetween(1, 99);
      assertThat(client.got).hasSize(taken);
    }
  }

  @Test
  void aClosedRouterTellsItsEdges() {
    Client client = open();
    router.core.close();
    loop.run();
    assertThat(client.closed).isEqualTo(CloseReason.GOING_AWAY);
  }

  private Client open() {
    Client client = new Client();
    SessionInfo info = new SessionInfo("edge", "test");
    client.session = router.core.openEdge(info, Grant.EVERYTHING, loop, client);
    return client;
  }

  private static Subscribe subscribe(String pattern) {
    return new Subscribe(1, pattern, Features.ALL, SubscribeOptions.NONE);
  }

  private record Got(Message message, String origin, Object attachment) {}

  /** Tasks wait until the test runs them, so that nothing happens behind its back. */
  private static final class Loop implements Executor {
    private final Deque<Runnable> tasks = new ArrayDeque<>();

    @Override
    public synchronized void execute(Runnable task) {
      tasks.add(task);
    }

    void run() {
      for (Runnable task = poll(); task != null; task = poll()) {
        task.run();
      }
    }

    private synchronized Runnable poll() {
      return tasks.poll();
    }
  }

  private static final class Client implements EdgeListener {
    private final List<Got> got = new ArrayList<>();
    private EdgeSession session;
    private boolean writable = true;
    private boolean reading = true;
    private int flushes;
    private CloseReason closed;

    void take(Message message, Object attachment) {
      session.take(message, attachment);
      session.endBatch();
    }

    @Override
    public void onMessage(Message message, String origin, Object attachment) {
      got.add(new Got(message, origin, attachment));
    }

    @Override
    public void flush() {
      flushes++;
    }

    @Override
    public boolean isWritable() {
      return writable;
    }

    @Override
    public void setReading(boolean on) {
      reading = on;
    }

    @Override
    public void onClosed(CloseReason why) {
      closed = why;
    }
  }
}
