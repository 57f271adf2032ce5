package to.clasp.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import to.clasp.client.ClaspClient;
import to.clasp.client.SetOptions;
import to.clasp.protocol.Ack;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Message;
import to.clasp.protocol.Set;
import to.clasp.protocol.Value;

/** Routers at which whoever unlocks writes, whether or not it holds the lock. */
class LocksTest {
  private final ScriptedRouter router = new ScriptedRouter(this::answer);
  private final ClaspClient clasp =
      Lab.clients(router.transport()).builder(router.uri().toString()).connect();

  private void answer(ScriptedRouter.Peer peer, Message message) {
    peer.answer(message);
    if (message instanceof Set set) {
      boolean refused = set.revision() != null || set.address().startsWith("/taken");
      peer.send(
          refused
              ? new ErrorMessage(400, "LockHeld { holder: \"other\" }", set.address(), null)
              : new Ack(set.address(), 7L, null, null, null));
    }
  }

  @AfterEach
  void close() {
    clasp.close();
    router.close();
  }

  private Value lastWritten() {
    List<Message> sets = router.received().stream().filter(Lab::isSet).toList();
    return ((Set) sets.get(sets.size() - 1)).value();
  }

  @Test
  void aLockThatWasRefusedIsNotGivenBack() {
    assertThat(Lab.failure(clasp.setLocked("/taken", 1)).code()).isEqualTo(400);
    assertThat(Lab.failure(clasp.unlock("/taken"))).hasMessageContaining("has no lock there");
    assertThat(router.received().stream().filter(Lab::isSet)).hasSize(1);
  }

  @Test
  void unlockingLeavesTheValueThatTheRouterTook() {
    Lab.get(clasp.setLocked("/a", 1));
    Lab.failure(clasp.set("/a", 99, SetOptions.NONE.revision(3)));
    Lab.get(clasp.unlock("/a"));
    assertThat(lastWritten()).isEqualTo(Value.of(1));
  }

  @Test
  void unlockingThatFailsCanBeTriedAgain() {
    Lab.get(clasp.setLocked("/a", 1));
    Lab.failure(clasp.set("/a", 1, SetOptions.UNLOCK.revision(3)));
    Lab.get(clasp.unlock("/a"));
    assertThat(Lab.failure(clasp.unlock("/a"))).hasMessageContaining("has no lock there");
  }

  /** What depends on a future runs in any order, so nothing of the client's own may. */
  @Test
  void whoeverKnowsThatUnlockingFailedCanTryAgainAtOnce() {
    Lab.get(clasp.setLocked("/a", 1));
    CompletableFuture<Long> failing = clasp.set("/a", 1, SetOptions.UNLOCK.revision(3));
    CompletableFuture<Long> unlocked =
        failing.handle((revision, failure) -> clasp.unlock("/a")).thenCompose(done -> done);
    Lab.get(unlocked);
  }
}
