package to.clasp.itests.karaf;

import static org.junit.Assert.assertTrue;

import javax.inject.Inject;
import org.apache.karaf.features.FeaturesService;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerSuite;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** The client as a service, on the transports that the container has. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerSuite.class)
public class ClientCase {
  @Inject private BundleContext context;
  @Inject private FeaturesService features;
  private Relay relay;

  @Before
  public void install() throws Exception {
    relay = new Relay(context);
    relay.install(features);
    relay.install(features, "clasp-client");
    relay.install(features, "clasp-transport-jdk");
  }

  @Test
  public void aClientOfTheServiceIsServedAndEndsWithItsBundle() throws Exception {
    String uri = relay.awaitUri().toString();
    Bundle client = relay.bundle("clasp-client");
    try (ClientUser user = ClientUser.connect(context, uri)) {
      user.exchange("/karaf/first");
      client.stop();
      Waiting.until("the client is closed", user::isClosed);
    } finally {
      client.start();
    }
    try (ClientUser user = ClientUser.connect(context, uri)) {
      user.exchange("/karaf/second");
    }
  }

  @Test
  public void thePlainJavaEntranceIsClosedInsideAFramework() {
    assertTrue(ClientUser.refusalOfPlainJava().contains("use the service"));
  }
}
