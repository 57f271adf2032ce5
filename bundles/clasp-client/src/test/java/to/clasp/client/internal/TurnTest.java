package to.clasp.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnTest {
  private final Turn turn = new Turn(new Budget(1000));
  private final List<String> done = new ArrayList<>();

  /** Or a call from elsewhere would complete futures off the event loop, and out of order. */
  @Test
  void whatFollowsFromABatchWaitsForItsEndWhateverOthersDoMeanwhile() {
    synchronized (turn) {
      turn.afterwards(() -> done.add("first message"));
    }
    turn.run(() -> turn.afterwards(() -> done.add("a call")));
    assertThat(done).containsExactly("a call");
    synchronized (turn) {
      turn.afterwards(() -> done.add("second message"));
    }
    turn.end();
    assertThat(done).containsExactly("a call", "first message", "second message");
  }

  @Test
  void whatFollowsFromACallThatFailsIsDoneToo() {
    assertThat(
            catchThrowable(
                () ->
                    turn.run(
                        () -> {
                          turn.afterwards(() -> done.add("done"));
                          throw new IllegalStateException("on purpose");
                        })))
        .hasMessage("on purpose");
    assertThat(done).containsExactly("done");
  }
}
