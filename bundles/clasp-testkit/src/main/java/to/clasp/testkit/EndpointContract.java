package to.clasp.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static to.clasp.testkit.ContractBench.frame;
import static to.clasp.testkit.ContractBench.with;
import static to.clasp.testkit.ContractBench.withPort;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import to.clasp.testkit.ContractBench.Link;
import to.clasp.testkit.failover.FreePort;
import to.clasp.transport.CloseReason;
import to.clasp.transport.Connection;
import to.clasp.transport.ConnectionInfo;
import to.clasp.transport.Frame;

/** Promises about the open port and about threads. */
interface EndpointContract {
  int MANY = 100;

  TransportFixture fixture() throws Exception;

  @Test
  default void theUriTellsTheRealPortAndASchemeOfTheConnector() throws Exception {
    with(
        fixture(),
        bench -> {
          assertThat(bench.uri.getPort()).isPositive();
          assertThat(bench.fixture.connector().schemes()).contains(bench.uri.getScheme());
        });
  }

  @Test
  default void theConnectionKnowsItsTransportAndItsPeer() throws Exception {
    with(
        fixture(),
        bench -> {
          Link link = bench.connect();
          ConnectionInfo accepted = link.server().connection().info();
          ConnectionInfo made = link.client().connection().info();
          assertThat(accepted.transport()).matches("[a-z]+").isEqualTo(made.transport());
          assertThat(accepted.secure()).isEqualTo(made.secure());
          assertThat(accepted.reliable()).isEqualTo(made.reliable());
          assertThat(accepted.remote()).isNotEqualTo(made.remote());
        });
  }

  @Test
  default void aStoppingEndpointLetsHandlersSayGoodbyeAndFreesThePort() throws Exception {
    withPort(
        FreePort.find(),
        fixture(),
        bench -> {
          bench.acceptor.handleWith(Goodbye::new);
          List<Link> links = new ArrayList<>();
          for (int i = 0; i < 10; i++) {
            links.add(bench.connect());
          }
          bench.fixture.stop();
          for (Link link : links) {
            assertThat(link.server().events()).containsExactly("closing GOING_AWAY", "closed");
            assertThat(link.client().awaitClosed())
                .hasMessageContaining(CloseReason.GOING_AWAY.text());
            assertThat(link.client().frames()).containsExactly(frame(501, 80));
          }
          assertThatThrownBy(bench::dialInVain)
              .hasCauseInstanceOf(IOException.class)
              .hasMessageContaining(bench.uri.toString());
          bench.start(bench.uri.getPort());
          Link again = bench.connect();
          again.client().send(frame(1, 20));
          again.server().awaitFrames(1);
        });
  }

  @Test
  default void aPeerThatConnectsAndSaysNothingDelaysNobody() throws Exception {
    with(
        fixture(),
        bench -> {
          Link silent = bench.connect();
          Link talking = bench.connect();
          talking.client().send(frame(1, 20));
          talking.server().awaitFrames(1);
          assertThat(silent.server().events()).isEmpty();
        });
  }

  @Test
  default void connectionsThatComeAndGoLeaveNothing() throws Exception {
    with(
        fixture(),
        bench -> {
          for (int i = 0; i < MANY; i++) {
            RecordingHandler client = bench.dial(RecordingHandler::new);
            client.send(frame(i, 30));
            client.run(to -> to.close(CloseReason.NORMAL));
            client.awaitClosed();
          }
          bench.acceptor.awaitHandler(MANY - 1);
          Await.until("last close", () -> bench.acceptor.open() == 0);
          assertThat(bench.acceptor.handlers()).hasSize(MANY);
        });
  }

  @Test
  default void connectionsOfOneLoopShareTheirExecutor() throws Exception {
    with(
        fixture(),
        bench -> {
          Map<Executor, Thread> threads = new ConcurrentHashMap<>();
          List<Link> links = new ArrayList<>();
          for (int i = 0; i < 32; i++) {
            links.add(bench.connect());
          }
          IdentityHashMap<Executor, Boolean> executors = new IdentityHashMap<>();
          for (Link link : links) {
            Executor executor = link.server().connection().executor();
            executors.put(executor, true);
            executor.execute(() -> threads.put(executor, Thread.currentThread()));
          }
          Await.until("task on each executor", () -> threads.size() == executors.size());
          assertThat(new HashMap<>(threads).values()).doesNotHaveDuplicates();
          assertThat(executors.size()).isLessThan(links.size());
        });
  }

  /** Writes a frame when its connection is about to be closed. */
  final class Goodbye extends RecordingHandler {
    Goodbye(Connection connection) {
      super(connection);
    }

    @Override
    public void onClosing(CloseReason why) {
      super.onClosing(why);
      connection().write(Frame.wrap(frame(501, 80)));
    }
  }
}
