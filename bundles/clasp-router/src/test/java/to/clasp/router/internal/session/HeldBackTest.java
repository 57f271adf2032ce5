package to.clasp.router.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import to.clasp.protocol.AddressPattern;
import to.clasp.protocol.Publish;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Value;
import to.clasp.router.internal.fanout.Outgoing;

/** What waits behind the past of an address is bounded in bytes, not only in number. */
class HeldBackTest {
  private final HeldBack heldBack = new HeldBack(AddressPattern.parse("/**"));

  @Test
  void aMebibyteIsEnough() {
    int held = 0;
    while (!heldBack.isFull() && held < 4096) {
      heldBack.hold(event("/large", 60_000), null);
      held++;
    }
    assertThat(held).isBetween(16, 20);
  }

  @Test
  void whatIsPassedOnCountsNoMore() {
    for (int i = 0; i < 100; i++) {
      heldBack.hold(event("/a" + i, 60_000), null);
      heldBack.give("/a" + i);
    }
    assertThat(heldBack.isFull()).isFalse();
  }

  private static Outgoing event(String address, int size) {
    return Outgoing.publish(Publish.of(address, SignalType.EVENT, Value.of("x".repeat(size))));
  }
}
