package to.clasp.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FloodGuardTest {
  private final AtomicLong second = new AtomicLong(50);
  private final FloodGuard guard = new FloodGuard(second::get);

  @Test
  void oneSourceGetsItsShareInEachSecond() {
    assertThat(admitted(1, 100)).isEqualTo(10);
    second.incrementAndGet();
    assertThat(admitted(1, 100)).isEqualTo(10);
  }

  @Test
  void aFloodOfOneSourceLeavesRoomForAnother() {
    admitted(1, 100);
    assertThat(admitted(2, 5)).isEqualTo(5);
  }

  @Test
  void manySourcesTogetherGetNoMoreThanAll() {
    int sum = IntStream.range(0, 100_000).map(source -> admitted(source, 1)).sum();
    assertThat(sum).isEqualTo(200);
  }

  private int admitted(int source, int datagrams) {
    return (int)
        IntStream.range(0, datagrams).filter(i -> guard.admits(address(source), 10, 200)).count();
  }

  private static InetAddress address(int number) {
    try {
      return InetAddress.getByAddress(
          new byte[] {10, (byte) (number >> 16), (byte) (number >> 8), (byte) number});
    } catch (UnknownHostException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
