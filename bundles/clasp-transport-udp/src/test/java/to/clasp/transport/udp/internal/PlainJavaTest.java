package to.clasp.transport.udp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import to.clasp.testkit.RecordingAcceptor;
import to.clasp.testkit.RecordingHandler;
import to.clasp.transport.ConnectOptions;
import to.clasp.transport.Connector;
import to.clasp.transport.netty.EventLoops;

/** What a program finds that has the jars on its class path and no framework. */
class PlainJavaTest {
  @Test
  void theConnectorIsFoundAndConnects() throws Exception {
    Connector connector = ServiceLoader.load(Connector.class).findFirst().orElseThrow();
    assertThat(connector.schemes()).containsExactlyInAnyOrder("udp");
    RecordingAcceptor acceptor = new RecordingAcceptor();
    try (EventLoops.Owned loops = EventLoops.create(1)) {
      UdpTransport transport = new UdpTransport(Config.onPort(0).asAnnotation(), acceptor, loops);
      RecordingHandler.connect(
          connector, transport.uris().iterator().next(), ConnectOptions.DEFAULT);
      acceptor.awaitHandler(0);
      transport.close();
    }
  }
}
