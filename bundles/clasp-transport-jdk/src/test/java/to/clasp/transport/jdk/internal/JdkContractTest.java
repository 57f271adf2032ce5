package to.clasp.transport.jdk.internal;

import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;
import to.clasp.testkit.Certificates;
import to.clasp.testkit.TransportContract;
import to.clasp.testkit.TransportFixture;

class JdkContractTest {
  @TempDir private Path directory;

  @Nested
  class Plain implements TransportContract {
    @Override
    public TransportFixture fixture() {
      return JdkFixture.plain();
    }
  }

  @Nested
  class Secured implements TransportContract {
    @Override
    public TransportFixture fixture() {
      return JdkFixture.secured(new Certificates(directory));
    }
  }
}
