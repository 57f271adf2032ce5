package to.clasp.testkit.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import to.clasp.testkit.MemoryTransport;
import to.clasp.testkit.RecordingAcceptor;
import to.clasp.transport.TlsOptions;

class SwapScriptTest {
  private final RecordingAcceptor acceptor = new RecordingAcceptor();
  private final ScriptedRouter router = new ScriptedRouter();
  private final MemoryTransport transport = new MemoryTransport();
  private URI uri;
  private Fleet fleet;

  @BeforeEach
  void start() {
    acceptor.handleWith(router::handle);
    uri = transport.start(acceptor);
    fleet = new Fleet(2, () -> List.of(transport), List.of(uri), TlsOptions.DEFAULT);
  }

  @AfterEach
  void close() {
    fleet.close();
    transport.close();
  }

  @Test
  void anEndpointThatComesBackPasses() throws Exception {
    SwapScript script = new SwapScript(fleet, router::params);
    script.take(step("begin", () -> {}));
    List<Tally> tallies =
        script.take(
            step(
                "stop and start",
                () -> {
                  transport.stop();
                  transport.start(acceptor);
                }));
    assertThat(tallies).hasSize(2).allMatch(tally -> tally.sessions() == 2);
  }

  @Test
  void paramsThatWereLostAreNamed() throws Exception {
    SwapScript script = new SwapScript(fleet, Map::of);
    assertThatThrownBy(() -> script.take(step("forget all", () -> {})))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("after 'forget all', 3 things are wrong")
        .hasMessageContaining("kept null, but Tally[address=/fleet/0/0");
  }

  private SwapScript.Step step(String text, SwapScript.Action action) {
    return new SwapScript.Step(text, action, Set.of(uri));
  }
}
