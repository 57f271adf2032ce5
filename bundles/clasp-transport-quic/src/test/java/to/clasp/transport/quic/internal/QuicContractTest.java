package to.clasp.transport.quic.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.condition.OS.LINUX;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledOnOs;
import to.clasp.testkit.TransportContract;
import to.clasp.testkit.TransportFixture;
import to.clasp.transport.netty.EventLoops;

class QuicContractTest {
  @Nested
  @EnabledOnOs(value = LINUX, architectures = "amd64")
  class OnEpoll implements TransportContract {
    @Override
    public TransportFixture fixture() {
      EventLoops.Owned loops = EventLoops.create(2);
      assertThat(loops.isNative()).isTrue();
      return new QuicFixture(loops);
    }
  }

  @Nested
  class OnNio implements TransportContract {
    @Override
    public TransportFixture fixture() {
      EventLoops.Owned loops = EventLoops.createPortable(2);
      assertThat(loops.isNative()).isFalse();
      return new QuicFixture(loops);
    }
  }
}
