package to.clasp.osc.internal.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import to.clasp.protocol.Message;
import to.clasp.protocol.Set;
import to.clasp.protocol.Value;
import to.clasp.testkit.Await;
import to.clasp.testkit.RawClient;
import to.clasp.transport.netty.testing.LeakGuard;

/** Two relays of which each is a target of the other over TCP. */
@ExtendWith(LeakGuard.class)
class StreamCircleTest {

  private static Map<String, Object> target(EdgeFixture other) {
    return Map.of(
        "tcpPort", 0, "targets", new String[] {"127.0.0.1:" + other.tcp().getPort() + " tcp"});
  }

  @Test
  void aValueGoesRoundOnce() throws Exception {
    try (EdgeFixture one = new EdgeFixture(Map.of("tcpPort", 0));
        EdgeFixture two = new EdgeFixture(target(one))) {
      one.ports.configure(
          EdgeFixture.settings(
              Map.of(
                  "tcpPort",
                  0,
                  "targets",
                  new String[] {"127.0.0.1:" + two.tcp().getPort() + " tcp"})));
      Await.until(
          "each is connected to the other",
          () ->
              one.router.router().status().sessions() == 1
                  && two.router.router().status().sessions() == 1);
      RawClient watcher = two.subscriber();
      RawClient writer = one.client();
      writer.send(Set.of("/osc/a", Value.of(1)));
      assertThat(watcher.expect(Set.class).revision()).isEqualTo(1);
      long last = 0;
      for (int i = 0; i < 20; i++) {
        writer.send(Set.of("/osc/end", Value.of(i)));
        Message next;
        do {
          next = watcher.next();
          if (next instanceof Set set && set.address().equals("/osc/a")) {
            last = set.revision();
          }
        } while (!(next instanceof Set set
            && set.value().equals(Value.of(i))
            && set.address().equals("/osc/end")));
      }
      assertThat(last).as("revision of the value that went round").isLessThanOrEqualTo(2);
      watcher.close();
      writer.close();
    }
  }
}
