package to.clasp.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static to.clasp.testkit.ContractBench.assumeReliable;
import static to.clasp.testkit.ContractBench.frame;
import static to.clasp.testkit.ContractBench.with;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import to.clasp.testkit.ContractBench.Link;
import to.clasp.transport.CloseReason;
import to.clasp.transport.Connection;
import to.clasp.transport.Frame;

/** Promises about peers that are slower than this side. */
interface FlowContract {
  /** More than the buffers of any operating system take for one connection. */
  int FAR_TOO_MANY = 2000;

  int LARGE = 60_000;

  TransportFixture fixture() throws Exception;

  @Test
  default void aPeerThatDoesNotReadMakesTheConnectionUnwritableUntilItReadsAgain()
      throws Exception {
    with(
        fixture(),
        bench -> {
          Link link = bench.connect();
          assumeReliable(link);
          int written = 0;
          for (int round = 0; round < 3; round++) {
            pause(link.client());
            Filled filled = writeUntilFull(link.server(), written);
            written = filled.frames();
            link.client().run(to -> to.setReading(true));
            Await.until("onWritable", () -> timesWritable(link.server()) > filled.timesWritable());
            Await.until("writable connection", () -> ask(link.server(), Connection::isWritable));
          }
          assertNumbered(link.client().awaitFrames(written), written);
        });
  }

  @Test
  default void aSlowReaderTakesBoundedMemoryFromAHandlerThatLooksAtWritable() throws Exception {
    with(
        fixture(),
        bench -> {
          Link link = bench.connect();
          assumeReliable(link);
          bench.endSoon();
          pause(link.client());
          int written = writeUntilFull(link.server(), 0).frames();
          AtomicInteger more = new AtomicInteger();
          for (int i = 0; i < 100; i++) {
            int number = written + i;
            ask(
                link.server(),
                to -> {
                  if (to.isWritable()) {
                    to.write(Frame.wrap(frame(number, LARGE)));
                    to.flush();
                    more.incrementAndGet();
                  }
                  return null;
                });
          }
          assertThat(written + more.get()).isLessThan(FAR_TOO_MANY / 4);
        });
  }

  @Test
  default void framesThatAreNeverFlushedMakeTheConnectionUnwritableToo() throws Exception {
    with(
        fixture(),
        bench -> {
          Link link = bench.connect();
          assumeReliable(link);
          bench.endSoon();
          pause(link.client());
          int written =
              ask(
                  link.server(),
                  to -> {
                    int count = 0;
                    while (to.isWritable() && count < FAR_TOO_MANY) {
                      to.write(Frame.wrap(frame(count++, LARGE)));
                    }
                    return count;
                  });
          assertThat(written).isLessThan(FAR_TOO_MANY / 4);
        });
  }

  @Test
  default void aConnectionThatIsNotReadKeepsItsFramesAndLosesNone() throws Exception {
    with(
        fixture(),
        bench -> {
          bench.acceptor.handleWith(
              connection -> {
                connection.setReading(false);
                return new RecordingHandler(connection);
              });
          Link link = bench.connect();
          assumeReliable(link);
          int written = writeUntilFull(link.client(), 0).frames();
          assertThat(link.server().frames()).isEmpty();
          link.server().run(to -> to.setReading(true));
          assertNumbered(link.server().awaitFrames(written), written);
        });
  }

  @Test
  default void readingCanBePausedAndResumedFromWithinABatch() throws Exception {
    with(
        fixture(),
        bench -> {
          bench.acceptor.handleWith(OneAtATime::new);
          Link link = bench.connect();
          assumeReliable(link);
          link.client().send(ContractBench.frames(500, 700));
          assertNumbered(link.server().awaitFrames(500), 500);
        });
  }

  @Test
  default void aPeerThatDoesNotReadIsClosedAllTheSame() throws Exception {
    with(
        fixture(),
        bench -> {
          Link link = bench.connect();
          assumeReliable(link);
          pause(link.client());
          writeUntilFull(link.server(), 0);
          link.server().run(to -> to.close(CloseReason.OVERLOADED));
          link.server().awaitClosed();
          link.client().run(to -> to.setReading(true));
          link.client().awaitClosed();
        });
  }

  /**
   * What it took to make a connection unwritable.
   *
   * @param timesWritable counted when it was seen to be unwritable the last time, on its executor:
   *     buffers on the way may make it writable again by themselves
   */
  record Filled(int frames, long timesWritable) {}

  private static long timesWritable(RecordingHandler end) {
    return end.events().stream().filter("writable"::equals).count();
  }

  private static void pause(RecordingHandler end) {
    ask(
        end,
        connection -> {
          connection.setReading(false);
          return null;
        });
  }

  /** Writes large frames until the connection is unwritable and stays so for a while. */
  private static Filled writeUntilFull(RecordingHandler end, int from) {
    AtomicInteger written = new AtomicInteger(from);
    Filled filled = null;
    for (int calm = 0; calm < 50; calm = filled == null ? 0 : calm + 1) {
      assertThat(written.get() - from).isLessThan(FAR_TOO_MANY);
      filled =
          ask(
              end,
              connection -> {
                if (!connection.isWritable()) {
                  return new Filled(written.get(), timesWritable(end));
                }
                connection.write(Frame.wrap(frame(written.getAndIncrement(), LARGE)));
                connection.flush();
                return null;
              });
    }
    return filled;
  }

  private static <T> T ask(RecordingHandler end, Function<Connection, T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    end.run(connection -> answer.complete(question.apply(connection)));
    return answer.orTimeout(Await.DEADLINE.toSeconds(), TimeUnit.SECONDS).join();
  }

  private static void assertNumbered(List<byte[]> frames, int count) {
    assertThat(frames).hasSize(count);
    for (int i = 0; i < count; i++) {
      assertThat(frames.get(i)).isEqualTo(frame(i, frames.get(i).length));
    }
  }

  /** Pauses at each frame and resumes a task later. */
  final class OneAtATime extends RecordingHandler {
    OneAtATime(Connection connection) {
      super(connection);
    }

    @Override
    public void onFrame(byte[] buffer, int offset, int length) {
      super.onFrame(buffer, offset, length);
      connection().setReading(false);
      run(connection -> connection.setReading(true));
    }
  }
}
