package to.clasp.transport.websocket.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A route that comes and goes while its clients, and others, are connected. */
class RouteGoingAwayTest {
  private static final byte[] BYE = Bytes.plain(0x82, "bye".getBytes(US_ASCII));

  private RouteBench bench;

  @BeforeEach
  void start() throws Exception {
    bench = new RouteBench();
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  private static void assertGoodbye(byte[] sent) {
    assertThat(Bytes.slice(sent, 0, BYE.length)).isEqualTo(BYE);
    assertThat(sent[BYE.length] & 0xFF).isEqualTo(0x88);
    assertThat((sent[BYE.length + 2] & 0xFF) << 8 | sent[BYE.length + 3] & 0xFF).isEqualTo(1001);
  }

  @Test
  void itsClientsGetALastWordAndClientsOfClaspStay() throws Exception {
    try (RawSocket clasp = bench.connect();
        RawSocket peer = bench.join()) {
      clasp.send(RawSocket.request("/clasp")).head();
      EchoRoute.Peer served = bench.route.awaitPeer();
      CompletableFuture<byte[]> sent = CompletableFuture.supplyAsync(() -> Bytes.allOf(peer));

      bench.transport.removeRoute(bench.route);

      assertThat(served.channel.isOpen()).as("nothing of the route runs any more").isFalse();
      assertGoodbye(sent.get(20, TimeUnit.SECONDS));
      clasp.send(Bytes.masked(0x82, (byte) 7));
      assertThat(bench.acceptor.handlers().get(0).awaitFrames(1)).containsExactly(new byte[] {7});
    }
  }

  @Test
  void whoComesWhenItIsGoneIsServedAsIfItHadNeverBeenThereAndAReturnCounts() throws Exception {
    bench.transport.removeRoute(bench.route);
    try (RawSocket late = bench.connect()) {
      assertThat(late.send(RouteBench.request("/echo", "echo")).head()).doesNotContain("echo");
    }
    bench.transport.addRoute(bench.route);
    try (RawSocket peer = bench.join()) {
      bench.route.awaitPeer();
      assertThat(peer.send(Bytes.masked(0x82, (byte) 7)).read(3)).endsWith(7);
    }
  }

  @Test
  void thePortThatClosesSaysGoodbyeToThemToo() throws Exception {
    try (RawSocket peer = bench.join()) {
      CompletableFuture<byte[]> sent = CompletableFuture.supplyAsync(() -> Bytes.allOf(peer));
      bench.transport.close();
      assertGoodbye(sent.get(20, TimeUnit.SECONDS));
    }
  }

  @Test
  void aClientThatDoesNotReadIsCutOffWhenItsTimeIsOver() throws Exception {
    try (RawSocket stuck = bench.join()) {
      EchoRoute.Peer served = bench.route.awaitPeer();
      served.channel.writeAndFlush(Unpooled.wrappedBuffer(new byte[30_000_000]));
      long before = System.nanoTime();

      bench.transport.removeRoute(bench.route);

      assertThat(Duration.ofNanos(System.nanoTime() - before))
          .isBetween(Duration.ofMillis(900), Duration.ofSeconds(15));
      assertThat(served.channel.isOpen()).isFalse();
      assertThat(stuck.read(1)).hasSize(1);
    }
  }

  @Test
  void aClientThatReadsSlowlyGetsAllThatWasOnItsWay() throws Exception {
    int size = 8_000_000;
    try (RouteBench patient = new RouteBench(Config.onPort(0), Duration.ofSeconds(40));
        RawSocket slow = patient.join()) {
      byte[] bytes = Bytes.filled(size, 1);
      patient.route.awaitPeer().channel.writeAndFlush(Unpooled.wrappedBuffer(bytes));
      CompletableFuture<Void> removed =
          CompletableFuture.runAsync(() -> patient.transport.removeRoute(patient.route));
      for (int i = 0; i < 100; i++) {
        assertThat(slow.read(10_000)).hasSize(10_000);
        LockSupport.parkNanos(1_000_000);
      }
      assertThat(slow.readAll()).hasSizeGreaterThan(size - 1_000_000);
      removed.get(20, TimeUnit.SECONDS);
    }
  }
}
