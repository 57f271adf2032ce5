package to.clasp.testkit;

import java.net.URI;
import java.util.Set;
import to.clasp.transport.ConnectionAcceptor;
import to.clasp.transport.Connector;

class MemoryContractTest implements TransportContract {
  @Override
  public TransportFixture fixture() {
    MemoryTransport transport = new MemoryTransport(2);
    return new TransportFixture() {
      @Override
      public Set<URI> start(ConnectionAcceptor acceptor, int port) {
        return Set.of(transport.start(acceptor));
      }

      @Override
      public void stop() {
        transport.stop();
      }

      @Override
      public Connector connector() {
        return transport;
      }

      @Override
      public void close() {
        transport.close();
      }
    };
  }
}
