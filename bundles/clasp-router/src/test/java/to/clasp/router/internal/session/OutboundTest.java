package to.clasp.router.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import to.clasp.protocol.Ack;
import to.clasp.protocol.Pong;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Set;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Value;
import to.clasp.router.internal.fanout.Outgoing;
import to.clasp.router.internal.insight.SessionCounters;
import to.clasp.router.internal.session.Outbound.Outcome;

/** The bound in bytes, which holds whatever the counts allow. */
class OutboundTest {
  private static final int MAX_BYTES = 10_000;

  private final Outbound outbound =
      new Outbound(new OutboundLimits(1000, 1000, 1000, MAX_BYTES), new SessionCounters());

  @Test
  void paramsThatTakeTooManyBytesAreGivenUpForASnapshot() {
    assertThat(outbound.offer(param("/a", 4000))).isEqualTo(Outcome.QUEUED);
    assertThat(outbound.offer(param("/b", 4000))).isEqualTo(Outcome.QUEUED);

    assertThat(outbound.offer(param("/c", 4000))).isEqualTo(Outcome.RESYNC);

    assertThat(outbound.isEmpty()).isTrue();
    assertThat(outbound.bytes()).isZero();
  }

  @Test
  void whatTellsThatAParamIsGoneIsNotGivenUpForASnapshot() {
    Outbound few = new Outbound(new OutboundLimits(3, 10, 10, MAX_BYTES), new SessionCounters());
    few.offer(param("/a", 1));
    few.offer(removal("/b"));
    few.offer(param("/c", 1));

    assertThat(few.offer(removal("/d"))).isEqualTo(Outcome.RESYNC);
    assertThat(few.offer(removal("/e"))).isEqualTo(Outcome.QUEUED);

    assertThat(few.offer(removal("/f"))).isEqualTo(Outcome.OVERFLOW);
    assertThat(few.poll().address()).isEqualTo("/b");
    assertThat(few.poll().address()).isEqualTo("/d");
    assertThat(few.poll().address()).isEqualTo("/e");
    assertThat(few.isEmpty()).isTrue();
    assertThat(few.bytes()).isZero();
  }

  @Test
  void aRemovalAfterASnapshotDoesNotTakeThePlaceOfOneBeforeIt() {
    Outbound few = new Outbound(new OutboundLimits(2, 10, 10, MAX_BYTES), new SessionCounters());
    few.offer(removal("/a"));
    few.offer(Outgoing.snapshot(Snapshot.EMPTY));
    few.offer(param("/b", 1));
    assertThat(few.offer(param("/c", 1))).isEqualTo(Outcome.RESYNC);

    few.offer(removal("/a"));

    assertThat(few.poll().isRemoval()).isTrue();
    assertThat(few.poll().tellsParams()).isTrue();
    assertThat(few.poll().isRemoval()).isTrue();
  }

  @Test
  void aParamThatGrowsInItsPlaceCountsWithItsNewSize() {
    outbound.offer(param("/a", 100));
    for (int i = 0; i < 100; i++) {
      outbound.offer(param("/a", 4000));
    }

    assertThat(outbound.bytes()).isBetween(4000L, 4100L);
    assertThat(((Set) outbound.poll().message()).value()).isEqualTo(text(4000));
    assertThat(outbound.bytes()).isZero();
  }

  @Test
  void aLargeStreamMessagePushesOutAsManyOldOnesAsItNeeds() {
    for (int i = 0; i < 100; i++) {
      outbound.offer(publish(SignalType.STREAM, 50));
    }

    assertThat(outbound.offer(publish(SignalType.STREAM, 8000))).isEqualTo(Outcome.QUEUED);

    assertThat(outbound.bytes()).isLessThanOrEqualTo(MAX_BYTES);
  }

  @Test
  void anEventThatDoesNotFitIsDropped() {
    outbound.offer(publish(SignalType.EVENT, 9000));

    assertThat(outbound.offer(publish(SignalType.EVENT, 2000))).isEqualTo(Outcome.DROPPED);
    assertThat(outbound.offer(publish(SignalType.STREAM, 2000))).isEqualTo(Outcome.DROPPED);
    assertThat(outbound.bytes()).isLessThanOrEqualTo(MAX_BYTES);
  }

  @Test
  void repliesThatTakeTooManyBytesAreTooMuchForTheSession() {
    outbound.offer(publish(SignalType.EVENT, 9000));
    Outgoing reply = Outgoing.reply(new Ack("/" + "a".repeat(999), 1L, null, null, null));
    for (int i = 0; i < 9; i++) {
      assertThat(outbound.offer(reply)).isEqualTo(Outcome.QUEUED);
    }

    assertThat(outbound.offer(reply)).isEqualTo(Outcome.OVERFLOW);
  }

  @Test
  void moreRepliesThanMayWaitAreTooMuchForTheSession() {
    Outbound few = new Outbound(new OutboundLimits(10, 10, 2, MAX_BYTES), new SessionCounters());
    Outgoing reply = Outgoing.reply(Pong.INSTANCE);
    few.offer(reply);
    few.offer(reply);

    assertThat(few.offer(reply)).isEqualTo(Outcome.OVERFLOW);
  }

  private static Outgoing param(String address, int size) {
    return Outgoing.param(new Set(address, text(size), 1L, false, false, null));
  }

  private static Outgoing removal(String address) {
    return Outgoing.removal(new Set(address, Value.Null.INSTANCE, 2L, false, false, null));
  }

  private static Outgoing publish(SignalType type, int size) {
    return Outgoing.publish(Publish.of("/s", type, text(size)));
  }

  private static Value text(int size) {
    return Value.of("x".repeat(size));
  }
}
