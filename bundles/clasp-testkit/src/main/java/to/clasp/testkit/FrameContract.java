package to.clasp.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static to.clasp.testkit.ContractBench.assumeReliable;
import static to.clasp.testkit.ContractBench.frame;
import static to.clasp.testkit.ContractBench.frames;
import static to.clasp.testkit.ContractBench.with;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import to.clasp.testkit.ContractBench.Link;
import to.clasp.transport.Connection;
import to.clasp.transport.Frame;
import to.clasp.transport.Limits;

/** Promises about frames: whole, in order, within limits. */
interface FrameContract {
  TransportFixture fixture() throws Exception;

  @Test
  default void framesArriveWholeAndInOrderBothWays() throws Exception {
    with(
        fixture(),
        bench -> {
          Link link = bench.connect();
          assumeReliable(link);
          byte[][] sent = new byte[2000][];
          for (int i = 0; i < sent.length; i++) {
            sent[i] = frame(i, 8 + (i * 37) % 3000);
          }
          link.client().send(sent);
          link.server().send(sent);
          assertThat(link.server().awaitFrames(sent.length)).containsExactly(sent);
          assertThat(link.client().awaitFrames(sent.length)).containsExactly(sent);
        });
  }

  @Test
  default void framesThatAreFlushedOneByOneArriveInOrder() throws Exception {
    with(
        fixture(),
        bench -> {
          Link link = bench.connect();
          assumeReliable(link);
          byte[][] sent = frames(500, 40);
          for (byte[] one : sent) {
            link.client().send(one);
          }
          assertThat(link.server().awaitFrames(sent.length)).containsExactly(sent);
        });
  }

  @Test
  default void theSmallestAndTheLargestFrameFit() throws Exception {
    with(
        fixture(),
        bench -> {
          Link link = bench.connect();
          assumeReliable(link);
          byte[][] sent = {
            {0x53, 1, 0, 0},
            frame(1, 65_539),
            frame(2, Limits.LARGEST_FRAME),
            {0x53, 1, 0, 0},
            frame(3, 125),
            frame(4, 126),
            frame(5, 65_535),
            frame(6, 65_536)
          };
          link.client().send(sent);
          link.server().send(sent);
          assertThat(link.server().awaitFrames(sent.length)).containsExactly(sent);
          assertThat(link.client().awaitFrames(sent.length)).containsExactly(sent);
        });
  }

  @Test
  default void aFrameOverTheLimitOfTheProtocolIsRefusedOnThisSideAndHarmsNothing()
      throws Exception {
    with(
        fixture(),
        bench -> {
          Link link = bench.connect();
          link.client()
              .run(
                  to -> {
                    assertThatThrownBy(() -> to.write(Frame.wrap(new byte[65_548])))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("65547");
                    to.write(Frame.wrap(frame(1, 20)));
                    to.flush();
                  });
          assertThat(link.server().awaitFrames(1)).containsExactly(frame(1, 20));
        });
  }

  @Test
  default void aFrameOverTheLimitClosesItsConnectionAndNoOther() throws Exception {
    with(
        fixture(),
        bench -> {
          bench.acceptor.limit(bench.limits(100, Duration.ZERO));
          Link offender = bench.connect();
          Link bystander = bench.connect();
          offender.client().send(frame(1, 100), frame(2, 101), frame(3, 50));
          assertThat(offender.server().awaitClosed()).isNotNull();
          assertThat(offender.server().events()).contains("closing TOO_LARGE");
          assertThat(offender.server().frames()).containsExactly(frame(1, 100));
          assertThat(offender.client().awaitClosed()).hasMessageContaining("message too large");
          bystander.client().send(frame(4, 100));
          assertThat(bystander.server().awaitFrames(1)).containsExactly(frame(4, 100));
        });
  }

  @Test
  default void limitsAreThoseOfTheTimeOfConnecting() throws Exception {
    with(
        fixture(),
        bench -> {
          Link early = bench.connect();
          bench.acceptor.limit(bench.limits(100, Duration.ZERO));
          Link late = bench.connect();
          early.client().send(frame(1, 1000));
          late.client().send(frame(1, 1000));
          assertThat(early.server().awaitFrames(1)).containsExactly(frame(1, 1000));
          assertThat(late.server().awaitClosed()).isNotNull();
        });
  }

  @Test
  default void oneFrameCanBeSentToManyPeers() throws Exception {
    with(
        fixture(),
        bench -> {
          byte[] bytes = frame(7, Math.min(5000, bench.fixture.largestFrame()));
          Frame shared = Frame.wrap(bytes);
          List<Link> links = new ArrayList<>();
          for (int i = 0; i < 10; i++) {
            links.add(bench.connect());
          }
          for (Link link : links) {
            link.client().run(to -> writeTwice(to, shared));
            link.server().run(to -> writeTwice(to, shared));
          }
          for (Link link : links) {
            assertThat(link.server().awaitFrames(2).get(1)).isEqualTo(bytes);
            assertThat(link.client().awaitFrames(2).get(1)).isEqualTo(bytes);
          }
          assertThat(shared.bytes()).isEqualTo(bytes);
        });
  }

  private static void writeTwice(Connection to, Frame frame) {
    to.write(frame);
    to.write(frame);
    to.flush();
  }

  @Test
  default void everyBatchOfFramesEndsWithReadComplete() throws Exception {
    with(
        fixture(),
        bench -> {
          bench.acceptor.handleWith(EchoPerBatch::new);
          Link link = bench.connect();
          assumeReliable(link);
          byte[][] sent = frames(300, 200);
          for (byte[] one : sent) {
            link.client().send(one);
          }
          assertThat(link.client().awaitFrames(sent.length)).containsExactly(sent);
          List<String> events = link.server().events();
          assertThat(events).startsWith("frame").endsWith("readComplete");
          for (int i = 1; i < events.size(); i++) {
            assertThat(events.subList(i - 1, i + 1))
                .isNotEqualTo(List.of("readComplete", "readComplete"));
          }
        });
  }

  @Test
  default void manyConnectionsKeepTheirOwnOrder() throws Exception {
    with(
        fixture(),
        bench -> {
          bench.acceptor.handleWith(EchoPerBatch::new);
          List<Link> links = new ArrayList<>();
          for (int i = 0; i < 20; i++) {
            links.add(bench.connect());
          }
          assumeReliable(links.get(0));
          byte[][] sent = frames(200, 300);
          for (byte[] one : sent) {
            links.forEach(link -> link.client().send(one));
          }
          for (Link link : links) {
            assertThat(link.client().awaitFrames(sent.length)).containsExactly(sent);
          }
        });
  }

  /** Sends each frame back, with one flush for a batch. */
  final class EchoPerBatch extends RecordingHandler {
    EchoPerBatch(Connection connection) {
      super(connection);
    }

    @Override
    public void onFrame(byte[] buffer, int offset, int length) {
      super.onFrame(buffer, offset, length);
      byte[] copy = new byte[length];
      System.arraycopy(buffer, offset, copy, 0, length);
      connection().write(Frame.wrap(copy));
    }

    @Override
    public void onReadComplete() {
      super.onReadComplete();
      connection().flush();
    }
  }
}
