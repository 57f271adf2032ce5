package to.clasp.transport.udp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import to.clasp.protocol.Message;
import to.clasp.protocol.Set;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Value;
import to.clasp.protocol.codec.FrameCodec;

class SlicesTest {
  @Test
  void aSnapshotIsToldInPiecesThatFitAndNoParamIsMissing() {
    List<Snapshot.Entry> all = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      all.add(entry(i, i));
    }
    Slices slices = slices(new Snapshot(all));
    assertThat(slices.unsent()).isZero();
    assertThat(slices.frames()).hasSizeGreaterThan(40).allMatch(frame -> frame.length <= 1200);
    assertThat(entries(slices)).isEqualTo(all);
  }

  @Test
  void aParamThatFitsExactlyIsSentAndALargerOneIsCounted() {
    int empty = FrameCodec.encode(new Snapshot(List.of(entry(1, 0)))).length;
    Snapshot.Entry fits = entry(1, 1200 - empty);
    Snapshot.Entry tooLarge = entry(2, 1201 - empty);
    Slices slices = slices(new Snapshot(List.of(tooLarge, fits, tooLarge)));
    assertThat(slices.unsent()).isEqualTo(2);
    assertThat(slices.frames()).singleElement().satisfies(frame -> assertThat(frame).hasSize(1200));
    assertThat(entries(slices)).containsExactly(fits);
  }

  @Test
  void aSnapshotOfNothingThatFitsIsEmptyAndNotMissing() {
    Slices slices = slices(new Snapshot(List.of(entry(1, 2000))));
    assertThat(slices.unsent()).isEqualTo(1);
    assertThat(decode(slices.frames().get(0))).isEqualTo(Snapshot.EMPTY);
  }

  @Test
  void anyOtherMessageIsNotCut() {
    Slices slices = slices(Set.of("/large", Value.of("x".repeat(1200))));
    assertThat(slices.frames()).isEmpty();
    assertThat(slices.unsent()).isEqualTo(1);
    assertThat(Slices.of(new byte[1300]).unsent()).isEqualTo(1);
  }

  private static Slices slices(Message message) {
    return Slices.of(FrameCodec.encode(message));
  }

  private static List<Snapshot.Entry> entries(Slices slices) {
    return slices.frames().stream()
        .flatMap(frame -> ((Snapshot) decode(frame)).entries().stream())
        .toList();
  }

  private static Message decode(byte[] frame) {
    return FrameCodec.decode(frame, 0, frame.length).message();
  }

  private static Snapshot.Entry entry(int number, int size) {
    return new Snapshot.Entry("/param/" + number, Value.of("v".repeat(size)), number, null, null);
  }
}
