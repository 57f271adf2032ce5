package to.clasp.itests.karaf;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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
  public void everyBundleStarts() throws Exception {
    List<Bundle> bundles = relay.bundles("clasp-").toList();
    assertEquals(bundles.toString(), 13, bundles.size());
    for (Bundle bundle : bundles) {
      Waiting.until(
          bundle.getSymbolicName() + " is active", () -> bundle.getState() == Bundle.ACTIVE);
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

  /** The port stays open and its clients stay connected while plain HTTP comes and goes. */
  @Test
  public void plainHttpIsServedWhileItsBundleIsThere() throws Exception {
    Bundle http = relay.bundle("clasp-http");
    try (Client client = Client.connect(relay)) {
      Waiting.until("the relay is ready", () -> statusOf("/readyz") == 200);
      http.stop();
      Waiting.until("nobody answers plain HTTP", () -> statusOf("/readyz") == 426);
      http.start();
      Waiting.until("the relay is ready again", () -> statusOf("/readyz") == 200);
      client.send(Set.of("/karaf/http", Value.of(1)));
      client.await(Ack.class);
    } finally {
      http.start();
    }
  }

  /** The same for the rendezvous server, whose devices go with its bundle. */
  @Test
  public void devicesRegisterWhileTheRendezvousServerIsThere() throws Exception {
    Bundle rendezvous = relay.bundle("clasp-rendezvous");
    try (Client client = Client.connect(relay)) {
      Waiting.until("the server answers", () -> statusOf("/api/v1/health") == 200);
      rendezvous.stop();
      Waiting.until("nobody answers", () -> statusOf("/api/v1/health") == 404);
      rendezvous.start();
      Waiting.until("the server answers again", () -> statusOf("/api/v1/discover") == 200);
      client.send(Set.of("/karaf/rendezvous", Value.of(1)));
      client.await(Ack.class);
    } finally {
      rendezvous.start();
    }
  }

  private int statusOf(String path) {
    try {
      URI uri = URI.create("http://127.0.0.1:" + relay.awaitUri().getPort() + path);
      return HttpClient.newHttpClient()
          .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException notNow) {
      return 0;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  public void whatAClientSetsComesBackAndIsAcknowledged() throws Exception {
    try (Client client = Client.connect(relay)) {
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
