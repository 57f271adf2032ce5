package to.clasp.itests.karaf;

import static org.junit.Assert.assertEquals;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import javax.inject.Inject;
import org.apache.karaf.features.FeaturesService;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerSuite;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.FrameworkWiring;

/** Peers in Karaf serve again after each change of their bundles. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerSuite.class)
public class PeerCase {
  @Inject private BundleContext context;
  @Inject private FeaturesService features;
  private Relay relay;
  private Bundle driver;

  @Before
  public void install() throws Exception {
    relay = new Relay(context);
    relay.install(features);
    relay.install(features, "clasp-p2p");
    relay.awaitServing();
    driver = context.installBundle("peer-driver", PeerDriver.jar());
    driver.start();
  }

  @After
  public void uninstall() throws Exception {
    driver.uninstall();
  }

  @Test
  public void peersServeAgainAfterStopStartUpdateAndReloadOfTheLibrary() throws Exception {
    messagesArrive();
    Bundle bundle = relay.bundle("clasp-p2p");
    bundle.stop();
    bundle.start();
    messagesArrive();
    bundle.update();
    refresh();
    messagesArrive();
    exactly("clasp-webrtc").update();
    refresh();
    messagesArrive();
  }

  /** Its fragments have names that begin the same. */
  private Bundle exactly(String name) {
    return relay
        .bundles(name)
        .filter(bundle -> bundle.getSymbolicName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private void refresh() {
    context.getBundle(0).adapt(FrameworkWiring.class).refreshBundles(null);
  }

  @SuppressWarnings("unchecked")
  private void messagesArrive() throws Exception {
    String uri = relay.awaitUri().toString();
    Waiting.until(
        "the driver and the services are there",
        () -> {
          try {
            return registered("UnaryOperator")
                && registered("PeerToPeer")
                && registered("ClaspClients")
                && ((UnaryOperator<String>)
                        context.getService(context.getServiceReference(UnaryOperator.class)))
                    .apply(uri)
                    .equals("RELAY 42");
          } catch (IllegalStateException | NullPointerException betweenTwoStates) {
            return false;
          }
        });
    assertEquals(Bundle.ACTIVE, relay.bundle("clasp-p2p").getState());
  }

  private boolean registered(String name) {
    return Arrays.stream(context.getBundles())
        .filter(bundle -> bundle.getRegisteredServices() != null)
        .flatMap(bundle -> Arrays.stream(bundle.getRegisteredServices()))
        .flatMap(service -> Arrays.stream((String[]) service.getProperty(Constants.OBJECTCLASS)))
        .anyMatch(type -> type.endsWith("." + name));
  }
}
