package to.clasp.router.internal.session.shape;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import to.clasp.protocol.Publish;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Value;
import to.clasp.router.internal.fanout.Interest;

/** Numbers that have hardly changed are left out. */
class EpsilonTest extends ShaperBench {
  @Test
  void aNumberIsComparedWithTheLastOneSentNotWithTheLastOneSeen() {
    for (double value : new double[] {1, 1.2, 1.4, 1.499, 1.5, 1.9, 1.1, 0.9}) {
      shaper.take(set("/p", value, 1), HALF);
    }

    assertThat(values()).containsExactly(1.0, 1.5, 0.9);
  }

  @Test
  void listsOfNumbersAreComparedOneByOneAndAllElsePasses() {
    Value near = array(1, 2);
    List<Value> all =
        List.of(
            near,
            array(1.4, 2.4),
            array(1, 2.5),
            array(1, 2.5, 3),
            Value.of("a"),
            Value.of("a"),
            Value.of(true),
            Value.of(true),
            Value.of(1),
            Value.of(1.2),
            Value.of(Double.NaN),
            Value.of(Double.NaN),
            new Value.Array(List.of()),
            new Value.Array(List.of()));
    all.forEach(value -> shaper.take(publish(SignalType.STREAM, value), HALF));

    List<Value> expected = new ArrayList<>(all);
    expected.remove(9);
    expected.remove(1);
    assertThat(sent).extracting(message -> ((Publish) message).value()).isEqualTo(expected);
  }

  @Test
  void aSnapshotValueCountsAsSent() {
    shaper.told(new Snapshot.Entry("/p", Value.of(1.0), 1, null, null), true);

    shaper.take(set("/p", 1.4, 2), HALF);
    shaper.take(set("/p", 1.6, 3), HALF);

    assertThat(values()).containsExactly(1.6);
  }

  @Test
  void theValueAtTheEndOfAnIntervalIsComparedToo() {
    Interest both = interest(10L, 0.5, null);
    shaper.take(set("/p", 1, 1), both);
    shaper.take(set("/p", 5, 2), both);
    shaper.take(set("/p", 1.1, 3), both);
    advance(200);
    shaper.take(set("/p", 1.6, 4), both);

    assertThat(values()).containsExactly(1.0, 1.6);
  }
}
