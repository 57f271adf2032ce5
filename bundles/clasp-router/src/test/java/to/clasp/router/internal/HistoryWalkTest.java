package to.clasp.router.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import to.clasp.auth.Grant;
import to.clasp.protocol.Features;
import to.clasp.protocol.Message;
import to.clasp.protocol.Set;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Value;
import to.clasp.router.RouterSession;
import to.clasp.router.SessionInfo;

/** What is first written while the past is being told may be met as a track, a param, or live. */
class HistoryWalkTest {
  private static final int OLD = 60_000;
  private static final int NEW = 200;

  private final Map<String, Long> revisions = new HashMap<>();
  private final List<String> wrong = new ArrayList<>();

  @Test
  void revisionsOfParamsThatAppearWhileThePastIsToldRiseToo() {
    try (RouterFixture router =
        RouterFixture.with(Map.of("historyLength", 4, "maxHistoryBytes", 1 << 30))) {
      RouterSession writer =
          router.core.open(
              new SessionInfo("writer", "test"), Grant.EVERYTHING, Runnable::run, message -> {});
      for (int i = 0; i < OLD; i++) {
        writer.send(Set.of("/old/" + i, Value.of(1)));
      }
      Queue<Runnable> tasks = new ArrayDeque<>();
      RouterSession late =
          router.core.open(
              new SessionInfo("late", "test"), Grant.EVERYTHING, tasks::add, this::take);
      late.send(new Subscribe(1, "/**", Features.NONE, new SubscribeOptions(null, null, 3L, null)));

      tasks.remove().run();
      assertThat(tasks).as("the past takes more than one turn").isNotEmpty();
      for (int i = 0; i < NEW; i++) {
        String address = "/new/" + UUID.nameUUIDFromBytes(new byte[] {(byte) i});
        for (int value = 1; value <= 3; value++) {
          writer.send(Set.of(address, Value.of(value)));
        }
      }
      while (!tasks.isEmpty()) {
        tasks.remove().run();
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(revisions).hasSize(OLD + NEW);
  }

  private void take(Message message) {
    if (message instanceof Snapshot snapshot) {
      snapshot.entries().forEach(entry -> see(entry.address(), entry.revision()));
    } else if (message instanceof Set set) {
      see(set.address(), set.revision());
    }
  }

  private void see(String address, long revision) {
    Long before = revisions.put(address, revision);
    if (before != null && revision <= before) {
      wrong.add(address + " " + before + " then " + revision);
    }
  }
}
