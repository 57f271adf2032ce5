package to.clasp.osc.internal.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import to.clasp.protocol.Set;
import to.clasp.protocol.Value;
import to.clasp.testkit.RawClient;
import to.clasp.transport.netty.testing.LeakGuard;

/** How clients are treated where that is configured. */
@ExtendWith(LeakGuard.class)
class HabitsTest {
  private EdgeFixture edge;

  @AfterEach
  void close() {
    edge.close();
  }

  @Test
  void aClientGetsItsEchoWhereThatIsConfigured() throws Exception {
    edge = new EdgeFixture(Map.of("echo", true));
    RawOsc osc = edge.osc();
    osc.send("/clasp/subscribe", "/**").next();
    osc.send("/a", 1);
    assertThat(osc.next()).isEqualTo("/a ,i 1");
  }

  @Test
  void aMessageWithoutArgumentsAsksWhereThatIsConfigured() throws Exception {
    edge = new EdgeFixture(Map.of("queries", true));
    RawOsc osc = edge.osc();
    osc.send("/a", 3).send("/a");
    assertThat(osc.next()).isEqualTo("/a ,i 3");
    RawClient client = edge.subscriber();
    osc.send("/new");
    assertThat(client.expect(Set.class).value()).isEqualTo(Value.Null.INSTANCE);
  }

  @Test
  void xremoteSubscribesToWhatChangesWhereThatIsConfigured() throws Exception {
    edge = new EdgeFixture(Map.of("xremote", true));
    RawClient client = edge.client();
    client.send(Set.of("/osc/before", Value.of(1)));
    client.drain();
    RawOsc osc = edge.osc();
    osc.send("/xremote").expectNothing();
    client.send(Set.of("/osc/a", Value.of(2)));
    assertThat(osc.next()).isEqualTo("/a ,i 2");
  }

  @Test
  void everyClientGetsEverythingWhereThatIsConfigured() throws Exception {
    edge = new EdgeFixture(Map.of("autoSubscribe", true));
    RawClient client = edge.client();
    client.send(Set.of("/osc/a", Value.of(1)));
    client.drain();
    RawOsc osc = edge.osc();
    osc.send("/hello", 1);
    assertThat(osc.next()).isEqualTo("/a ,i 1");
    client.send(Set.of("/osc/b", Value.of(2)));
    assertThat(osc.next()).isEqualTo("/b ,i 2");
  }

  @Test
  void numbersAreSentAsConfigured() throws Exception {
    edge = new EdgeFixture(Map.of("types", "f"));
    RawOsc osc = edge.osc();
    osc.send("/a", 3).send("/clasp/get", "/a");
    assertThat(osc.next()).isEqualTo("/a ,f 3.0");
  }

  @Test
  void answersGoToTheConfiguredPort() throws Exception {
    RawOsc listening = new RawOsc(null);
    edge = new EdgeFixture(Map.of("replyPorts", new String[] {"127.0.0.0/8=" + listening.port()}));
    edge.osc().send("/clasp/ping");
    assertThat(listening.next()).isEqualTo("/clasp/pong , null");
    listening.close();
  }
}
