package to.clasp.discovery.internal.broadcast;

import static org.assertj.core.api.Assertions.assertThat;
import static to.clasp.discovery.internal.net.TestLinks.link;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import to.clasp.discovery.Announcement;
import to.clasp.discovery.internal.Served;
import to.clasp.discovery.internal.net.Link;
import to.clasp.discovery.internal.net.Loop;
import to.clasp.protocol.Features;

/** Who gets an answer; the asker is on the loopback interface. */
class BroadcastResponderTest {
  private static final Link ELSEWHERE = link("a0", "10.7.0.1/24");
  private static final Link HERE = link("lo", "127.0.0.1/8");

  private Loop loop;
  private BroadcastResponder responder;
  private int port;

  @BeforeEach
  void open() throws IOException {
    try (DatagramSocket free = new DatagramSocket(0)) {
      port = free.getLocalPort();
    }
    loop = new Loop();
    responder = new BroadcastResponder(loop, port, "id");
  }

  @AfterEach
  void close() {
    loop.close();
    responder.close();
  }

  private boolean answers(String uri, Link... links) throws IOException {
    Served served =
        uri == null
            ? null
            : Served.of(new Announcement("Stage", Features.ALL, Set.of(URI.create(uri))))
                .orElseThrow();
    CompletableFuture<Void> told = new CompletableFuture<>();
    loop.execute(
        () -> {
          responder.answer(served, List.of(links));
          told.complete(null);
        });
    told.orTimeout(60, TimeUnit.SECONDS).join();
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
      socket.setSoTimeout(served == null || links[0] != HERE ? 200 : 60_000);
      byte[] request = Request.bytes();
      socket.send(
          new DatagramPacket(request, request.length, InetAddress.getByName("127.0.0.1"), port));
      socket.receive(new DatagramPacket(new byte[500], 500));
      return true;
    } catch (SocketTimeoutException silent) {
      return false;
    }
  }

  @Test
  void answersThoseOnItsNetworks() throws IOException {
    assertThat(answers("ws://0.0.0.0:7330/clasp", HERE)).isTrue();
    assertThat(answers("ws://127.0.0.1:7330/clasp", HERE)).isTrue();
  }

  /** Else anybody could send its answers anywhere. */
  @Test
  void answersNobodyFromElsewhere() throws IOException {
    assertThat(answers("ws://0.0.0.0:7330/clasp", ELSEWHERE)).isFalse();
  }

  @Test
  void answersNobodyWhereItCannotBeReached() throws IOException {
    assertThat(answers("ws://10.7.0.1:7330/clasp", ELSEWHERE, HERE)).isFalse();
  }

  @Test
  void answersNobodyWhileNothingIsOpen() throws IOException {
    assertThat(answers(null, HERE)).isFalse();
  }

  /** Who gets an answer connects by WebSocket. */
  @Test
  void answersNobodyWithoutAWebSocketPort() throws IOException {
    assertThat(answers("tcp://0.0.0.0:7330", ELSEWHERE, HERE)).isFalse();
  }
}
