package to.clasp.router.internal.session.shape;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import to.clasp.protocol.Phase;
import to.clasp.protocol.Set;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Value;
import to.clasp.router.internal.fanout.Outgoing;

/** What a rate holds back, and for how long. */
class RateTest extends ShaperBench {
  @Test
  void ofARateTheFirstGoesAtOnceAndTheNewestAtTheEndOfEveryInterval() {
    for (int millis = 0; millis < 250; millis++) {
      shaper.take(set("/p", millis, millis + 1), TEN_HERTZ);
      advance(1);
    }
    advance(100);

    assertThat(values()).containsExactly(0.0, 99.0, 199.0, 249.0);
    assertThat(alarm.at).isNull();
  }

  @Test
  void everyAddressHasItsOwnRateAndOneAlarmServesAll() {
    shaper.take(set("/a", 1, 1), TEN_HERTZ);
    advance(40);
    shaper.take(set("/b", 1, 1), TEN_HERTZ);
    shaper.take(set("/b", 2, 2), TEN_HERTZ);
    shaper.take(set("/a", 2, 2), TEN_HERTZ);
    assertThat(sent).hasSize(2);

    advance(60);
    assertThat(addresses()).containsExactly("/a", "/b", "/a");
    advance(40);
    assertThat(addresses()).containsExactly("/a", "/b", "/a", "/b");
  }

  @Test
  void whatWaitsIsLeftOutForANewerValueThatGoesOutUntouched() {
    shaper.take(set("/p", 1, 1), TEN_HERTZ);
    shaper.take(set("/p", 2, 2), TEN_HERTZ);

    untouched(set("/p", 3, 3));
    advance(200);

    assertThat(values()).containsExactly(1.0, 3.0);
  }

  @Test
  void whatWaitsIsLeftOutForASnapshotThatTellsIt() {
    shaper.take(set("/p", 1, 1), TEN_HERTZ);
    shaper.take(set("/p", 2, 2), TEN_HERTZ);

    shaper.told(new Snapshot.Entry("/p", Value.of(2.0), 2, null, null), false);
    advance(200);

    assertThat(values()).containsExactly(1.0);
  }

  @Test
  void aReplyToGetCountsAsToldToo() {
    shaper.take(set("/p", 1, 1), TEN_HERTZ);
    shaper.take(set("/p", 2, 2), TEN_HERTZ);

    shaper.before(
        Outgoing.reply(
            new Snapshot(List.of(new Snapshot.Entry("/p", Value.of(2.0), 2, null, null)))));
    advance(200);

    assertThat(values()).containsExactly(1.0);
  }

  @Test
  void aSetThatLocksOrUnlocksIsNeverHeldBack() {
    shaper.take(set("/p", 1, 1), TEN_HERTZ);
    shaper.take(set("/p", 2, 2), TEN_HERTZ);
    shaper.take(
        Outgoing.param(new Set("/p", Value.of(1.0), 3L, true, false, null)),
        interest(10L, 0.5, null));
    advance(200);

    assertThat(values()).containsExactly(1.0, 1.0);
  }

  @Test
  void theLastMoveOfAFingerComesBeforeItsEndAndFingersDoNotReplaceEachOther() {
    shaper.take(gesture(Phase.START, 1, 0), TEN_HERTZ);
    shaper.take(gesture(Phase.MOVE, 1, 1), TEN_HERTZ);
    shaper.take(gesture(Phase.MOVE, 2, 1), TEN_HERTZ);
    shaper.take(gesture(Phase.MOVE, 1, 2), TEN_HERTZ);
    shaper.take(gesture(Phase.MOVE, 1, 3), TEN_HERTZ);
    shaper.take(gesture(Phase.MOVE, 2, 2), TEN_HERTZ);
    shaper.take(gesture(Phase.END, 1, 4), TEN_HERTZ);
    shaper.take(gesture(Phase.CANCEL, 2, 3), TEN_HERTZ);

    assertThat(values()).containsExactly(0.0, 1.0, 1.0, 3.0, 4.0, 2.0, 3.0);
    advance(200);
    assertThat(sent).hasSize(7);
  }

  @Test
  void eventsAndTimelinesAreNeverHeldBack() {
    for (int i = 0; i < 100; i++) {
      shaper.take(
          publish(i % 2 == 0 ? SignalType.EVENT : SignalType.TIMELINE, Value.of(1.0)),
          interest(1L, 10.0, 1000L));
    }

    assertThat(sent).hasSize(100);
  }

  @Test
  void whenARateIsGivenUpWhatWaitsKeepsItsPlace() {
    shaper.take(sample("/s", 1, 1), TEN_HERTZ);
    shaper.take(sample("/s", 2, 2), TEN_HERTZ);
    shaper.take(sample("/s", 3, 3), HALF);
    advance(200);

    assertThat(values()).containsExactly(1.0, 2.0, 3.0);
  }
}
