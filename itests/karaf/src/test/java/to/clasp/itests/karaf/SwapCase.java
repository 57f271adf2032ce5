package to.clasp.itests.karaf;

import javax.inject.Inject;
import org.apache.karaf.features.FeaturesService;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerSuite;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;

/** Transports are stopped, started, updated and exchanged for others while clients stay served. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerSuite.class)
public class SwapCase {
  @Inject private BundleContext context;
  @Inject private FeaturesService features;
  @Inject private ConfigurationAdmin configurations;

  /** The clients' bundle cannot be there from the beginning: it needs our API. */
  @Before
  public void install() throws Exception {
    Relay relay = new Relay(context);
    relay.install(features);
    relay.install(features, "clasp-transport-quic");
    context.installBundle(System.getProperty("clasp.testkit")).start();
    relay.awaitUri();
  }

  @Test
  public void fiftyClientsStayServedWhileTransportsComeAndGo() throws Exception {
    try (Swap swap = new Swap(context, configurations)) {
      swap.websocketIsExchangedForQuicAndTcpAndBack();
    }
  }
}
