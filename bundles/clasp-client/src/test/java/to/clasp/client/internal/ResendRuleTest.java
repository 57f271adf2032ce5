package to.clasp.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import to.clasp.protocol.ClockSync;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Value;
import to.clasp.protocol.codec.FrameCodec;
import to.clasp.transport.Frame;

/** When the writing of another client came in between, by the clocks. */
class ResendRuleTest {
  /** The router's clock is 1 s ahead, and a message takes 2 ms to come back. */
  private static final ClockSync CLOCK =
      ClockSync.NONE.with(new ClockSync.Sample(0, 1_001_000, 1_001_000, 2_000));

  private static final long WRITTEN = 10_000_000;
  private static final long LOCALLY = WRITTEN - 1_000_000;

  private final ResendRule rule =
      new ResendRule(new Turn(new Budget(1 << 20)), Set.of("mine"), CLOCK);

  private static SetCall sentAt(long micros) {
    to.clasp.protocol.Set set = to.clasp.protocol.Set.of("/a", Value.of(1));
    SetCall call = new SetCall(set, Frame.wrap(FrameCodec.encode(set)), Long.MAX_VALUE);
    call.sentMicros = micros;
    return call;
  }

  private List<SetCall> again(SetCall... calls) {
    Snapshot.Entry others = new Snapshot.Entry("/a", Value.of(9), 5, "another", WRITTEN);
    return rule.plan(List.of(calls), new ResendRule.Seen(others, false)).again();
  }

  @Test
  void whatWasSentAfterAnotherClientHadWrittenIsSentAgain() {
    SetCall later = sentAt(LOCALLY + 20_000);
    assertThat(again(later)).containsExactly(later);
    assertThat(later.over).isFalse();
  }

  @Test
  void whatWasSentBeforeAnotherClientWroteFails() {
    SetCall earlier = sentAt(LOCALLY - 1);
    SetCall later = sentAt(LOCALLY + 20_000);
    assertThat(again(earlier, later)).containsExactly(later);
    assertThat(earlier.over).isTrue();
  }

  @Test
  void whatTheClocksCannotTellFailsToo() {
    SetCall unclear = sentAt(LOCALLY + 1_000);
    assertThat(again(unclear)).isEmpty();
    assertThat(unclear.over).isTrue();
  }
}
