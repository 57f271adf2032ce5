package to.clasp.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static to.clasp.testkit.ContractBench.frame;
import static to.clasp.testkit.ContractBench.frames;
import static to.clasp.testkit.ContractBench.with;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import to.clasp.testkit.ContractBench.Link;
import to.clasp.transport.CloseReason;
import to.clasp.transport.Connection;
import to.clasp.transport.Frame;

/** Promises about the end of a connection. The bench checks that onClosed comes once and last. */
interface CloseContract {
  /** On a busy machine the one that talks may be held up for the shorter times. */
  int[] IDLE_MILLIS = {300, 1500, 7500};

  TransportFixture fixture() throws Exception;

  @Test
  default void theReasonOfAClosedConnectionReachesThePeer() throws Exception {
    with(
        fixture(),
        bench -> {
          for (CloseReason why : CloseReason.values()) {
            Link link = bench.connect();
            link.server().run(to -> to.close(why));
            assertThat(link.server().awaitClosed()).isNull();
            Throwable told = link.client().awaitClosed();
            if (why == CloseReason.NORMAL) {
              assertThat(told).isNull();
            } else {
              assertThat(told).hasMessageContaining(why.text());
            }
          }
        });
  }

  @Test
  default void aPeerThatClosesEndsTheConnectionWithoutOnClosing() throws Exception {
    with(
        fixture(),
        bench -> {
          Link link = bench.connect();
          link.client().run(to -> to.close(CloseReason.NORMAL));
          assertThat(link.server().awaitClosed()).isNull();
          assertThat(link.client().awaitClosed()).isNull();
          assertThat(link.server().events()).containsExactly("closed");
          assertThat(link.client().events()).containsExactly("closed");
        });
  }

  @Test
  default void bothEndsMayCloseAtTheSameTimeAndMoreThanOnce() throws Exception {
    with(
        fixture(),
        bench -> {
          for (int i = 0; i < 50; i++) {
            Link link = bench.connect();
            link.client().run(CloseContract::closeTwice);
            link.server().run(CloseContract::closeTwice);
            link.client().awaitClosed();
            link.server().awaitClosed();
          }
        });
  }

  private static void closeTwice(Connection connection) {
    connection.close(CloseReason.NORMAL);
    connection.close(CloseReason.INTERNAL_ERROR);
  }

  @Test
  default void callsAfterCloseHaveNoEffect() throws Exception {
    with(
        fixture(),
        bench -> {
          Link link = bench.connect();
          link.server()
              .run(
                  to -> {
                    to.close(CloseReason.NORMAL);
                    useAll(to);
                  });
          link.server().awaitClosed();
          link.server().run(CloseContract::useAll);
          assertThat(link.client().awaitClosed()).isNull();
          assertThat(link.client().frames()).isEmpty();
        });
  }

  private static void useAll(Connection closed) {
    closed.write(Frame.wrap(frame(1, 100)));
    closed.flush();
    closed.isWritable();
    closed.setReading(false);
    closed.setReading(true);
    closed.close(CloseReason.NORMAL);
  }

  @Test
  default void whatWasWrittenBeforeCloseStillArrives() throws Exception {
    with(
        fixture(),
        bench -> {
          Link link = bench.connect();
          ContractBench.assumeReliable(link);
          byte[][] sent = frames(300, 1000);
          link.server()
              .run(
                  to -> {
                    for (byte[] one : sent) {
                      to.write(Frame.wrap(one));
                    }
                    to.close(CloseReason.POLICY);
                  });
          assertThat(link.client().awaitClosed()).hasMessageContaining(CloseReason.POLICY.text());
          assertThat(link.client().frames()).containsExactly(sent);
        });
  }

  @Test
  default void whatWasWrittenBeforeCloseArrivesAtAPeerThatKeepsSending() throws Exception {
    with(
        fixture(),
        bench -> {
          bench.acceptor.handleWith(
              connection ->
                  new RecordingHandler(connection) {
                    @Override
                    public void onFrame(byte[] buffer, int offset, int length) {
                      super.onFrame(buffer, offset, length);
                      connection().write(Frame.wrap(frame(7, 100)));
                      connection().close(CloseReason.POLICY);
                    }
                  });
          Link link = bench.connect();
          ContractBench.assumeReliable(link);
          link.client().send(frames(200, 20_000));
          assertThat(link.client().awaitClosed()).hasMessageContaining(CloseReason.POLICY.text());
          assertThat(link.client().frames()).containsExactly(frame(7, 100));
          link.server().awaitClosed();
          assertThat(link.server().events()).containsExactly("frame", "readComplete", "closed");
        });
  }

  @Test
  default void anAcceptorRefusesWithAFrameAndAReason() throws Exception {
    with(
        fixture(),
        bench -> {
          bench.acceptor.handleWith(
              connection -> {
                connection.write(Frame.wrap(frame(503, 60)));
                connection.close(CloseReason.OVERLOADED);
                return new RecordingHandler(connection);
              });
          Link link = bench.connect();
          assertThat(link.client().awaitClosed())
              .hasMessageContaining(CloseReason.OVERLOADED.text());
          assertThat(link.client().frames()).containsExactly(frame(503, 60));
          assertThat(link.server().awaitClosed()).isNull();
          assertThat(link.server().events()).containsExactly("closed");
        });
  }

  @Test
  default void anExceptionOutOfAHandlerClosesItsConnectionAndNoOther() throws Exception {
    with(
        fixture(),
        bench -> {
          bench.acceptor.handleWith(
              connection ->
                  new RecordingHandler(connection) {
                    @Override
                    public void onFrame(byte[] buffer, int offset, int length) {
                      super.onFrame(buffer, offset, length);
                      if (length == 13) {
                        throw new IllegalStateException("meant by the test");
                      }
                    }
                  });
          Link bad = bench.connect();
          Link good = bench.connect();
          bad.client().send(frame(1, 13), frame(2, 14));
          assertThat(bad.server().awaitClosed()).hasMessage("meant by the test");
          assertThat(bad.server().frames()).hasSize(1);
          assertThat(bad.server().events()).contains("closing INTERNAL_ERROR");
          assertThat(bad.client().awaitClosed())
              .hasMessageContaining(CloseReason.INTERNAL_ERROR.text());
          good.client().send(frame(3, 14));
          assertThat(good.server().awaitFrames(1)).containsExactly(frame(3, 14));
        });
  }

  @Test
  default void anExceptionOutOfTheAcceptorClosesTheConnection() throws Exception {
    with(
        fixture(),
        bench -> {
          bench.acceptor.handleWith(
              connection -> {
                throw new IllegalStateException("meant by the test");
              });
          assertThat(bench.dial(RecordingHandler::new).awaitClosed()).isNotNull();
          bench.acceptor.handleWith(RecordingHandler::new);
          Link good = bench.connect();
          good.client().send(frame(1, 14));
          good.server().awaitFrames(1);
        });
  }

  @Test
  default void aSilentConnectionIsClosedAsIdleAndATalkingOneIsNot() throws Exception {
    with(
        fixture(),
        bench -> {
          boolean stays = false;
          for (int i = 0; i < IDLE_MILLIS.length && !stays; i++) {
            stays = staysOpenWhileAnotherIsIdle(bench, Duration.ofMillis(IDLE_MILLIS[i]));
          }
          assertThat(stays).as("a talking connection stays open").isTrue();
        });
  }

  private static boolean staysOpenWhileAnotherIsIdle(ContractBench bench, Duration idle)
      throws Exception {
    bench.acceptor.limit(bench.limits(1000, idle));
    Link silent = bench.connect();
    Link talking = bench.connect();
    Await.until(
        "end of the silent connection",
        () -> {
          talking.client().send(frame(1, 20));
          return silent.server().isClosed() && silent.client().isClosed();
        });
    assertThat(silent.server().events()).containsExactly("closing IDLE", "closed");
    assertThat(silent.client().cause()).isNotNull();
    return !talking.server().isClosed();
  }
}
