package to.clasp.router.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import to.clasp.auth.Grant;
import to.clasp.protocol.Ack;
import to.clasp.protocol.Ping;
import to.clasp.protocol.Set;
import to.clasp.protocol.Value;
import to.clasp.protocol.codec.FrameCodec;
import to.clasp.testkit.MemoryTransport;
import to.clasp.testkit.RawClient;

/** A million addresses against the default limit of params, in little memory. */
class ManyAddressesIT {
  private static final int ADDRESSES = 1_000_000;
  private static final int BATCH = 1000;

  @Test
  void aMillionAddressesStayWithinTheLimitAndOthersKeepWriting() {
    RouterCore core = new RouterCore(PlainRouter.configuration(RouterConfig.class, Map.of()));
    Acceptor acceptor =
        new Acceptor(core, credentials -> CompletableFuture.completedStage(Grant.EVERYTHING));
    try (MemoryTransport transport = new MemoryTransport()) {
      var uri = transport.start(acceptor);
      RawClient other = RawClient.connect(transport, uri);
      other.hello("other");
      RawClient flooder = RawClient.connect(transport, uri);
      flooder.hello("flooder");

      for (int from = 0; from < ADDRESSES; from += BATCH) {
        other.send(Set.of("/other", Value.of((long) from)));
        flood(flooder, from);
        assertThat(other.expect(Ack.class).revision()).isEqualTo(from / BATCH + 1);
        assertThat(core.status().params()).isLessThanOrEqualTo(core.settings().maxParams());
      }

      assertThat(core.status().params()).isEqualTo(100_000);
      other.expectNothing();
    } finally {
      acceptor.close();
      core.close();
    }
  }

  /** Takes the answers as bytes, because a client keeps every message that it decodes. */
  private static void flood(RawClient flooder, int from) {
    byte[][] batch = new byte[BATCH + 1][];
    for (int i = 0; i < BATCH; i++) {
      batch[i] = FrameCodec.encode(Set.of("/flood/of/addresses/" + (from + i), Value.of(1L)));
    }
    batch[BATCH] = FrameCodec.encode(Ping.INSTANCE);
    flooder.sendBytes(batch);
    for (int i = 0; i <= BATCH; i++) {
      flooder.nextBytes();
    }
  }
}
