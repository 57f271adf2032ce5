package to.clasp.router.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import to.clasp.protocol.Ack;
import to.clasp.protocol.ErrorCode;
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
import to.clasp.protocol.Value;
import to.clasp.testkit.MemoryTransport;
import to.clasp.testkit.RawClient;

/** What a client that does not keep up gets, and what it costs the others: nothing. */
class BackPressureTest {
  private static final int HIGH_WATER = 2000;

  private RouterFixture router;
  private RawClient slow;
  private RawClient writer;

  @BeforeEach
  void open() {
    router =
        new RouterFixture(
            Map.of(
                "maxQueuedParams", 100,
                "maxQueuedMessages", 50,
                "maxQueuedReplies", 200,
                "maxQueuedBytes", 200_000),
            RouterFixture.OPEN,
            new MemoryTransport(1, HIGH_WATER));
    slow = router.client("slow");
    writer = router.client("writer");
    slow.send(new Subscribe(1, "/**", Features.NONE, SubscribeOptions.NONE));
    slow.expectNothing();
    slow.pauseReading();
  }

  @AfterEach
  void close() {
    router.close();
  }

  @Test
  void aSlowReaderGetsTheNewestValueOfEveryParamAndRevisionsNeverGoBack() {
    for (int round = 0; round < 200; round++) {
      for (int param = 0; param < 50; param++) {
        writer.send(Set.of("/p/" + param, Value.of((long) round)));
      }
      writer.drain();
    }

    List<Message> got = readAll();

    assertThat(got).hasSizeLessThan(500);
    Map<String, Long> revisions = new HashMap<>();
    for (Message message : got) {
      Set set = (Set) message;
      Long before = revisions.put(set.address(), set.revision());
      assertThat(set.revision()).isGreaterThan(before == null ? 0 : before);
    }
    assertThat(revisions)
        .hasSize(50)
        .allSatisfy((address, last) -> assertThat(last).isEqualTo(200));
  }

  @Test
  void moreParamsThanMayWaitAreGivenAsASnapshotAfterwards() {
    for (int i = 0; i < 5000; i++) {
      writer.send(Set.of("/p/" + i % 1000, Value.of((long) i)));
      if (i % 100 == 99) {
        writer.drain();
      }
    }

    Map<String, Value> values = new HashMap<>();
    boolean snapshot = false;
    for (Message message : readAll()) {
      if (message instanceof Set set) {
        values.put(set.address(), set.value());
      } else {
        snapshot = true;
        ((Snapshot) message).entries().forEach(e -> values.put(e.address(), e.value()));
      }
    }
    assertThat(snapshot).isTrue();
    assertThat(values).hasSize(1000);
    for (int i = 0; i < 1000; i++) {
      assertThat(values.get("/p/" + i)).isEqualTo(Value.of(4000L + i));
    }
  }

  @Test
  void ofStreamsTheOldestAreDropped() {
    publish(SignalType.STREAM, 1000);

    List<Long> got = values(readAll());

    assertThat(got).hasSizeLessThan(1000).contains(0L, 999L).isSorted();
    assertThat(got.subList(got.size() - 50, got.size())).startsWith(950L);
  }

  @Test
  void ofEventsTheNewestAreDroppedAndTheReaderIsToldHowMany() {
    publish(SignalType.EVENT, 1000);

    List<Message> got = readAll();

    ErrorMessage notice = (ErrorMessage) got.remove(got.size() - 1);
    assertThat(notice.code()).isEqualTo(ErrorCode.OVERFLOW.code());
    List<Long> values = values(got);
    assertThat(values).isSorted().doesNotContain(999L);
    for (int i = 0; i < values.size(); i++) {
      assertThat(values.get(i)).isEqualTo(i);
    }
    assertThat(notice.message()).startsWith(1000 - values.size() + " events");
  }

  @Test
  void aReaderThatKeepsAskingWithoutReadingIsPausedAndLosesNoReply() {
    int asked = 2000;
    for (int i = 0; i < asked; i++) {
      slow.send(new Get("/nothing"));
    }
    writer.expectNothing();

    slow.resumeReading();

    for (int i = 0; i < asked; i++) {
      assertThat(slow.expect(ErrorMessage.class).code()).isEqualTo(201);
    }
    slow.expectNothing();
  }

  @Test
  void aBatchWithMoreRequestsThanRepliesMayWaitIsAnsweredCompletely() {
    Message[] batch = new Message[3000];
    for (int i = 0; i < batch.length; i++) {
      batch[i] = Set.of("/p", Value.of((long) i));
    }

    slow.send(batch);
    writer.expectNothing();
    slow.resumeReading();

    for (long expected = 1; expected <= batch.length; ) {
      if (slow.next() instanceof Ack ack) {
        assertThat(ack.revision()).isEqualTo(expected++);
      }
    }
  }

  @Test
  void eventsThatWaitDoNotCrowdOutReplies() {
    Value large = Value.of("x".repeat(60_000));
    for (int i = 0; i < 10; i++) {
      writer.send(Publish.of("/s", SignalType.EVENT, large)).drain();
    }

    slow.send(new Get("/nothing"));
    writer.expectNothing();
    slow.resumeReading();

    Message last = slow.next();
    while (last instanceof Publish) {
      last = slow.next();
    }
    assertThat(((ErrorMessage) last).code()).isEqualTo(ErrorCode.ADDRESS_NOT_FOUND.code());
    assertThat(((ErrorMessage) slow.next()).code()).isEqualTo(ErrorCode.OVERFLOW.code());
    slow.expectNothing();
  }

  @Test
  void aValueNeverOvertakesTheSnapshotThatWaitsBeforeIt() {
    writer.send(Set.of("/p", Value.of(0L))).drain();
    publish(SignalType.EVENT, 45);
    slow.send(new Get("/p"));
    writer.send(Set.of("/p", Value.of(1L))).drain();
    slow.send(new Get("/p"));
    writer.drain();
    writer.send(Set.of("/p", Value.of(2L)), Set.of("/p", Value.of(3L))).drain();

    List<Long> revisions = new ArrayList<>();
    for (Message message : readAll()) {
      if (message instanceof Set set) {
        revisions.add(set.revision());
      } else if (message instanceof Snapshot snapshot) {
        revisions.add(snapshot.entries().get(0).revision());
      }
    }
    assertThat(revisions).isSorted().contains(1L, 4L);
  }

  private void publish(SignalType type, int count) {
    for (int i = 0; i < count; i++) {
      writer.send(Publish.of("/s", type, Value.of((long) i)));
      if (i % 100 == 99) {
        writer.drain();
      }
    }
    writer.drain();
  }

  private List<Message> readAll() {
    slow.resumeReading();
    slow.send(Ping.INSTANCE);
    List<Message> got = new ArrayList<>();
    for (Message next = slow.next(); !(next instanceof Pong); next = slow.next()) {
      got.add(next);
    }
    return got;
  }

  private static List<Long> values(List<Message> messages) {
    List<Long> values = new ArrayList<>();
    for (Message message : messages) {
      values.add(((Value.Int) ((Publish) message).value()).value());
    }
    return values;
  }
}
