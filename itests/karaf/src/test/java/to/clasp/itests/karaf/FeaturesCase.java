package to.clasp.itests.karaf;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import java.util.List;
import javax.inject.Inject;
import org.apache.karaf.features.ConfigInfo;
import org.apache.karaf.features.Feature;
import org.apache.karaf.features.FeaturesService;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerSuite;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import to.clasp.protocol.Ack;
import to.clasp.protocol.Set;
import to.clasp.protocol.Value;

/** The features install into a running Karaf, and serve. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerSuite.class)
public class FeaturesCase {
  @Inject private BundleContext context;
  @Inject private FeaturesService features;
  private Relay relay;

  @Before
  public void install() throws Exception {
    relay = new Relay(context);
    relay.install(features);
  }

  @Test
  public void everyBundleStarts() {
    List<Bundle> bundles = relay.bundles("clasp-").toList();
    assertEquals(8, bundles.size());
    for (Bundle bundle : bundles) {
      assertEquals(bundle.getSymbolicName(), Bundle.ACTIVE, bundle.getState());
    }
  }

  @Test
  public void onlyTheRelayShipsConfiguration() throws Exception {
    for (Feature feature : features.listFeatures()) {
      boolean ours = feature.getName().startsWith("clasp-");
      if (ours && !feature.getName().equals("clasp-relay")) {
        assertEquals(feature.getName(), List.of(), feature.getConfigurations());
      }
    }
    ConfigInfo listener =
        features.getFeature("clasp-relay").getConfigurations().stream()
            .filter(config -> config.getName().startsWith("to.clasp.transport.websocket"))
            .findFirst()
            .orElseThrow();
    assertEquals("127.0.0.1", listener.getProperties().get("host"));
    assertEquals("7330", listener.getProperties().get("port"));
  }

  /** The container came with a file of the same name in etc/, which asks for any free port. */
  @Test
  public void anOperatorsConfigurationIsKept() throws Exception {
    assertNotEquals(7330, relay.awaitUri().getPort());
  }

  @Test
  public void whatAClientSetsComesBackAndIsAcknowledged() throws Exception {
    try (Client client = Client.connect(relay.awaitUri())) {
      client.subscribe(1, "/karaf/*");
      client.send(Set.of("/karaf/fader", Value.of(0.5)));
      Set echo = client.await(Set.class);
      assertEquals("/karaf/fader", echo.address());
      assertEquals(Value.of(0.5), echo.value());
      assertEquals(echo.revision(), client.await(Ack.class).revision());
      assertTrue(client.welcome().session().length() == 36);
    }
  }
}
