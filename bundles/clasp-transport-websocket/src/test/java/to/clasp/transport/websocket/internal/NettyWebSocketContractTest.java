package to.clasp.transport.websocket.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.condition.OS.LINUX;

import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.io.TempDir;
import to.clasp.testkit.Certificates;
import to.clasp.testkit.TransportContract;
import to.clasp.testkit.TransportFixture;
import to.clasp.transport.netty.EventLoops;

class NettyWebSocketContractTest {
  @TempDir private Path directory;

  @Nested
  @EnabledOnOs(value = LINUX, architectures = "amd64")
  class OnEpoll implements TransportContract {
    @Override
    public TransportFixture fixture() {
      EventLoops.Owned loops = EventLoops.create(2);
      assertThat(loops.isNative()).isTrue();
      return new WebSocketFixture(loops);
    }
  }

  @Nested
  class OnNio implements TransportContract {
    @Override
    public TransportFixture fixture() {
      EventLoops.Owned loops = EventLoops.createPortable(2);
      assertThat(loops.isNative()).isFalse();
      return new WebSocketFixture(loops);
    }
  }

  @Nested
  @EnabledOnOs(value = LINUX, architectures = "amd64")
  class SecuredOnEpoll implements TransportContract {
    @Override
    public TransportFixture fixture() {
      return new WebSocketFixture(EventLoops.create(2), new Certificates(directory));
    }
  }

  @Nested
  class SecuredOnNio implements TransportContract {
    @Override
    public TransportFixture fixture() {
      return new WebSocketFixture(EventLoops.createPortable(2), new Certificates(directory));
    }
  }
}
