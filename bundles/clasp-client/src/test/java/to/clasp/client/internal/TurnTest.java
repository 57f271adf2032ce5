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
  void oneConsequenceThatFailsKeepsNoOtherFromHappening() {
    Fence call = new Fence(1);
    Throwable failure =
        catchThrowable(
            () ->
                turn.run(
                    () -> {
                      turn.succeed(call, null);
                      turn.tell(outOfThreads());
                      turn.afterwards(
                          () -> {
                            throw new StackOverflowError("on purpose");
                          });
                      turn.afterwards(() -> done.add("done"));
                    }));
    assertThat(failure).hasMessage("on purpose");
    assertThat(call).isCompleted();
    assertThat(done).containsExactly("told", "done");
  }

  private Mailbox<String> outOfThreads() {
    Mailbox<String> mailbox =
        new Mailbox<>(
            task -> {
              throw new OutOfMemoryError("no thread");
            },
            new Mailbox.Receiver<>() {
              @Override
              public void receive(String item) {
                done.add(item);
              }

              @Override
              public void failed(Throwable failure) {
                done.add("told");
              }
            },
            item -> null,
            Long.MAX_VALUE);
    mailbox.add("item", 1);
    return mailbox;
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
