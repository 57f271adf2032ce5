package to.clasp.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import to.clasp.client.ClaspBuilder;
import to.clasp.client.ClaspClient;
import to.clasp.protocol.Get;
import to.clasp.protocol.Message;
import to.clasp.protocol.Publish;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Value;

/** Callbacks that wait for a future of the client, on an executor that has one thread. */
class BlockedCallbackTest {
  private final ExecutorService one = Executors.newSingleThreadExecutor();
  private volatile boolean mute;
  private final ScriptedRouter router = new ScriptedRouter(this::answer);

  private void answer(ScriptedRouter.Peer peer, Message message) {
    mute |= message instanceof Get;
    if (!mute) {
      peer.answer(message);
    }
  }

  private ClaspClient client(FaultyConnector faulty) {
    ClaspBuilder builder = Lab.clients(faulty).builder(router.uri().toString());
    return Lab.quick(builder)
        .callbacks(one)
        .callDeadline(Duration.ofSeconds(1))
        .token("fixed")
        .connect();
  }

  @AfterEach
  void close() {
    one.shutdownNow();
    router.close();
  }

  private static void complete(CompletableFuture<Object> result, CompletableFuture<?> awaited) {
    try {
      result.complete(awaited.join());
    } catch (RuntimeException failed) {
      result.completeExceptionally(failed.getCause());
    }
  }

  @Test
  void aCallInACallbackEndsAtItsDeadline() {
    CompletableFuture<Object> result = new CompletableFuture<>();
    try (ClaspClient clasp = client(new FaultyConnector(router.transport()))) {
      Lab.get(clasp.on("/go", (address, value) -> complete(result, clasp.get("/a"))).ready());
      router.send(Publish.of("/go", SignalType.EVENT, Value.of(1)));
      assertThat(Lab.failure(result)).hasMessageContaining("GET /a");
    }
  }

  @Test
  void anEventInACallbackFailsWithoutAConnection() {
    CompletableFuture<Object> result = new CompletableFuture<>();
    FaultyConnector faulty = new FaultyConnector(router.transport());
    try (ClaspClient clasp = client(faulty)) {
      clasp.onDisconnect(why -> complete(result, clasp.emit("/e", 1)));
      faulty.refuse(true);
      faulty.cut();
      assertThat(Lab.failure(result)).hasMessageContaining("there is no connection");
    }
  }

  @Test
  void aCallInACallbackWaitsForTheNextConnection() {
    CompletableFuture<Object> result = new CompletableFuture<>();
    FaultyConnector faulty = new FaultyConnector(router.transport());
    try (ClaspClient clasp = client(faulty)) {
      clasp.onDisconnect(why -> complete(result, clasp.announce("/n", java.util.List.of())));
      faulty.cut();
      Lab.await("connected again", () -> faulty.connections() >= 2);
      assertThat(Lab.failure(result)).hasMessageContaining("ANNOUNCE /n");
    }
  }
}
