package to.clasp.itests.karaf;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
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
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import to.clasp.protocol.Ack;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Ping;
import to.clasp.protocol.Pong;
import to.clasp.protocol.Set;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Value;

/** Params outlive whatever is done to the transport, and limits change without cutting anyone. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerSuite.class)
public class TransportCase {
  @Inject private BundleContext context;
  @Inject private FeaturesService features;
  @Inject private ConfigurationAdmin configurations;
  private Relay relay;

  @Before
  public void install() throws Exception {
    relay = new Relay(context);
    relay.install(features);
  }

  @Test
  public void paramsSurviveAStopAndAStartOfTheTransport() throws Exception {
    String address = "/transport/stopped";
    Bundle transport = relay.bundle("clasp-transport-websocket");
    int port = relay.awaitUri().getPort();
    try (Client client = Client.connect(relay)) {
      setTwice(client, address);
      transport.stop();
      Waiting.until("the client is told", client::isClosed);
      Waiting.until("the port is closed", () -> !Relay.accepts(port));
    } finally {
      transport.start();
    }
    assertKept(relay.awaitUri(), address);
  }

  @Test
  public void paramsSurviveAChangeOfThePort() throws Exception {
    String address = "/transport/moved";
    int before = relay.awaitUri().getPort();
    int after = freePort();
    try (Client client = Client.connect(relay)) {
      setTwice(client, address);
      update(listener(), Map.of("port", after));
      Waiting.until(
          "the endpoint moves",
          () -> relay.uri().filter(uri -> uri.getPort() == after).isPresent());
    }
    Waiting.until("the old port is closed", () -> !Relay.accepts(before));
    assertKept(relay.awaitUri(), address);
  }

  @Test
  public void limitsChangeUnderALiveClient() throws Exception {
    Configuration router = configurations.getConfiguration("to.clasp.router", "?");
    try (Client client = Client.connect(relay)) {
      client.subscribe(1, "/transport/first");
      update(router, Map.of("name", "renamed", "maxSubscriptionsPerSession", 1));
      Waiting.until("newcomers see the new name", () -> nameOfRelay().equals("renamed"));

      client.subscribe(2, "/transport/second");
      assertEquals(ErrorCode.LIMIT_EXCEEDED.code(), client.await(ErrorMessage.class).code());
      client.send(new Ping());
      client.await(Pong.class);
      assertFalse(client.isClosed());
    } finally {
      router.delete();
    }
    Waiting.until("the default name is back", () -> !nameOfRelay().equals("renamed"));
  }

  private String nameOfRelay() {
    try (Client client = Client.connect(relay)) {
      return client.welcome().name();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void setTwice(Client client, String address) throws Exception {
    client.send(Set.of(address, Value.of("first")));
    client.send(Set.of(address, Value.of("second")));
    client.await(Ack.class);
    assertEquals(Long.valueOf(2), client.await(Ack.class).revision());
  }

  private static void assertKept(URI uri, String address) throws Exception {
    try (Client client = Client.connect(uri)) {
      Snapshot.Entry entry = client.get(address);
      assertEquals(Value.of("second"), entry.value());
      assertEquals(2, entry.revision());
    }
  }

  private Configuration listener() throws Exception {
    return configurations
        .listConfigurations("(service.factoryPid=to.clasp.transport.websocket)")[0];
  }

  private static void update(Configuration configuration, Map<String, ?> changes)
      throws IOException {
    Dictionary<String, Object> properties = configuration.getProperties();
    Dictionary<String, Object> changed = properties == null ? new Hashtable<>() : properties;
    changes.forEach(changed::put);
    configuration.update(changed);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
