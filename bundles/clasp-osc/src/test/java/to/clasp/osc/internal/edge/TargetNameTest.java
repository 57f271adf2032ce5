package to.clasp.osc.internal.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import to.clasp.protocol.Set;
import to.clasp.protocol.Value;
import to.clasp.testkit.Await;
import to.clasp.transport.netty.testing.LeakGuard;

/** Targets that are configured by name, and a name server that is slow, or not there yet. */
@ExtendWith(LeakGuard.class)
class TargetNameTest {
  private final AtomicInteger asked = new AtomicInteger();
  private EdgeFixture edge;

  @AfterEach
  void close() {
    edge.close();
  }

  private void open(String target, NameLookup.Resolver resolver) throws Exception {
    edge =
        new EdgeFixture(
            Map.of("targets", new String[] {target}),
            new NameLookup(
                name -> {
                  asked.incrementAndGet();
                  return resolver.resolve(name);
                }));
  }

  /** As at the start of a machine, whose network is not up yet. */
  private InetAddress knownFromTheSecondTime(String name) throws UnknownHostException {
    if (asked.get() == 1) {
      throw new UnknownHostException(name);
    }
    return InetAddress.getByName("127.0.0.1");
  }

  @Test
  void aNameServerThatHangsHoldsUpNobodyElse() throws Exception {
    CountDownLatch answers = new CountDownLatch(1);
    try (RawOsc listening = new RawOsc(null)) {
      open(
          "desk:" + listening.port(),
          name -> {
            try {
              assertThat(answers.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException closed) {
              throw new UnknownHostException(name);
            }
            return InetAddress.getByName("127.0.0.1");
          });
      RawOsc other = edge.osc();
      other.send("/a", 1).send("/clasp/get", "/a");
      assertThat(other.next()).isEqualTo("/a ,i 1");
      answers.countDown();
      assertThat(listening.next()).isEqualTo("/a ,i 1");
      assertThat(asked).hasValue(1);
    }
  }

  @Test
  void aNameThatIsUnknownAtFirstIsAskedForAgain() throws Exception {
    try (RawOsc listening = new RawOsc(null)) {
      open("desk:" + listening.port(), this::knownFromTheSecondTime);
      edge.client().send(Set.of("/osc/a", Value.of(1)));
      Await.until("asked again", () -> asked.get() > 1);
      assertThat(listening.next()).isEqualTo("/a ,i 1");
    }
  }

  @Test
  void aNameOfTcpThatIsUnknownAtFirstIsAskedForAgain() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
      server.setSoTimeout(10_000);
      open("desk:" + server.getLocalPort() + " tcp", this::knownFromTheSecondTime);
      edge.client().send(Set.of("/osc/a", Value.of(1)));
      try (Socket accepted = server.accept()) {
        accepted.setSoTimeout(10_000);
        DataInputStream in = new DataInputStream(accepted.getInputStream());
        byte[] packet = new byte[in.readInt()];
        in.readFully(packet);
        assertThat(OscText.of(packet, packet.length)).isEqualTo("/a ,i 1");
      }
    }
  }
}
