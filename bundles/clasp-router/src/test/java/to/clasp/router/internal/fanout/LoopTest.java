package to.clasp.router.internal.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import to.clasp.protocol.Pong;
import to.clasp.protocol.Publish;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Value;

class LoopTest {
  private static final int EVENTS = SignalType.EVENT.maskBit();
  private static final int STREAMS = SignalType.STREAM.maskBit();

  private final Fanout fanout = new Fanout(new History());
  private final Map<Target, Interest> interests = new LinkedHashMap<>();
  private final Loop loop = new Loop(Runnable::run, new OneRoute(), () -> {});
  private final Receiver first = new Receiver();
  private final Receiver second = new Receiver();

  @BeforeEach
  void subscribe() {
    interests.put(first, new Interest(EVENTS | STREAMS, null, null, null));
    interests.put(second, new Interest(EVENTS, null, null, null));
  }

  @Test
  void everySessionIsHandedItsMessagesInTheOrderInWhichTheyWereAppended() {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 700; i++) {
      publish(EVENTS, "e" + i, null);
      all.add("e" + i);
    }
    loop.drain();

    assertThat(first.taken).isEqualTo(all);
    assertThat(second.taken).isEqualTo(all);
  }

  @Test
  void aReplyKeepsItsPlaceAmongTheMessagesOfItsNeighbours() {
    publish(EVENTS, "before", null);
    loop.post(second, Outgoing.reply(Pong.INSTANCE));
    publish(EVENTS, "behind", null);
    loop.drain();

    assertThat(second.taken).containsExactly("before", "reply", "behind");
    assertThat(first.taken).containsExactly("before", "behind");
  }

  @Test
  void neighboursOfOtherTypesAndSendersAreGivenToThoseWhoWantThem() {
    publish(STREAMS, "stream", null);
    publish(EVENTS, "from the second", second);
    publish(EVENTS, "event", null);
    loop.drain();

    assertThat(first.taken).containsExactly("stream", "from the second", "event");
    assertThat(second.taken).containsExactly("event");
  }

  @Test
  void aSessionThatFailsHarmsNoOther() {
    first.broken = true;
    publish(EVENTS, "a", null);
    publish(EVENTS, "b", null);
    loop.drain();

    assertThat(first.failures).isEqualTo(2);
    assertThat(second.taken).containsExactly("a", "b");
  }

  @Test
  void aSessionThatCannotEvenBeEndedHarmsNoOther() {
    first.broken = true;
    first.onFailure =
        () -> {
          throw new OutOfMemoryError("meant by the test");
        };
    publish(EVENTS, "a", null);
    publish(EVENTS, "b", null);
    loop.post(first, Outgoing.reply(Pong.INSTANCE));
    loop.flushLater(first);
    loop.flushLater(second);
    loop.drain();
    loop.endBatch();
    publish(EVENTS, "c", null);
    loop.drain();

    assertThat(second.taken).containsExactly("a", "b", "flush", "c");
  }

  @Test
  void whatIsAppendedWhileMessagesAreHandedOverFollows() {
    first.onDelivery = () -> loop.post(second, Outgoing.reply(Pong.INSTANCE));
    publish(EVENTS, "a", null);

    assertThat(loop.drain()).isTrue();
    assertThat(second.taken).containsExactly("a", "reply");
  }

  @Test
  void shortRepliesWaitForTheEndOfABatchOnlyWhileTheyAreFew() {
    for (int i = 1; i < 52; i++) {
      loop.post(first, Outgoing.reply(Pong.INSTANCE));
      assertThat(loop.mayGather()).isTrue();
    }
    loop.post(first, Outgoing.reply(Pong.INSTANCE));
    assertThat(loop.mayGather()).isFalse();
    loop.drain();
    assertThat(loop.mayGather()).isTrue();
  }

  @Test
  void aLongReplyDoesNotWait() {
    loop.post(first, Outgoing.reply(Snapshot.EMPTY));
    assertThat(loop.mayGather()).isFalse();
  }

  private void publish(int types, String text, Target except) {
    SignalType type = types == STREAMS ? SignalType.STREAM : SignalType.EVENT;
    Publish message = Publish.of("/a", type, new Value.Text(text));
    fanout.deliver(loop, types, Outgoing.publish(message), except);
  }

  /** Everybody, whatever the address. */
  private final class OneRoute implements Routes {
    private Route route;

    @Override
    public long generation() {
      return 1;
    }

    @Override
    public Route match(String address) {
      if (route == null) {
        RouteBuilder builder = new RouteBuilder(address);
        interests.forEach(builder::add);
        route = builder.build();
      }
      return route;
    }
  }

  private final class Receiver implements Target {
    private final List<String> taken = new ArrayList<>();
    private Runnable onDelivery = () -> {};
    private Runnable onFailure = () -> {};
    private boolean broken;
    private int failures;

    @Override
    public Loop loop() {
      return loop;
    }

    @Override
    public boolean mayRead(String address) {
      return true;
    }

    @Override
    public void deliver(Outgoing message) {
      if (broken) {
        throw new IllegalStateException("broken");
      }
      boolean signal = message.message() instanceof Publish;
      taken.add(signal ? ((Value.Text) ((Publish) message.message()).value()).value() : "reply");
      onDelivery.run();
    }

    @Override
    public void deliver(Outgoing message, Interest interest) {
      deliver(message);
    }

    @Override
    public void deliverPast(String address, List<Outgoing> past) {
      past.forEach(this::deliver);
    }

    @Override
    public void deliverSnapshot(Snapshot.Entry entry) {
      taken.add(entry.address());
    }

    @Override
    public void endSnapshot(boolean evenIfEmpty) {
      taken.add("end");
    }

    @Override
    public void flush() {
      if (broken) {
        throw new IllegalStateException("broken");
      }
      taken.add("flush");
    }

    @Override
    public void fail(Throwable cause) {
      failures++;
      onFailure.run();
    }

    @Override
    public void abandon() {
      broken = true;
    }
  }
}
