package to.clasp.transport.quic.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.condition.OS.LINUX;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import to.clasp.testkit.TransportContract;
import to.clasp.testkit.TransportFixture;
import to.clasp.transport.netty.EventLoops;

@Execution(ExecutionMode.CONCURRENT)
class QuicContractTest {
  @Nested
  @Execution(ExecutionMode.CONCURRENT)
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
  @Execution(ExecutionMode.CONCURRENT)
  class OnNio implements TransportContract {
    @Override
    public TransportFixture fixture() {
      EventLoops.Owned loops = EventLoops.createPortable(2);
      assertThat(loops.isNative()).isFalse();
      return new QuicFixture(loops);
    }
  }
}
