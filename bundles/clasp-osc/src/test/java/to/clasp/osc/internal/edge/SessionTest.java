package to.clasp.osc.internal.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import to.clasp.auth.Authenticator;
import to.clasp.auth.Grant;
import to.clasp.auth.Lease;
import to.clasp.auth.Scope;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.Set;
import to.clasp.router.SessionStatus;
import to.clasp.testkit.Await;
import to.clasp.testkit.LogLines;
import to.clasp.testkit.RawClient;
import to.clasp.transport.netty.testing.LeakGuard;

/** Who is served, how long, and how many. */
@ExtendWith(LeakGuard.class)
class SessionTest {
  private EdgeFixture edge;

  @AfterEach
  void close() {
    edge.close();
  }

  private int sessions() {
    return edge.router.router().status().sessions();
  }

  @Test
  void aSilentClientIsForgottenWithItsSubscriptionsAndOneThatPingsIsNot() throws Exception {
    edge = new EdgeFixture(Map.of("sessionTimeoutSeconds", 4));
    RawOsc silent = edge.osc();
    RawOsc pinging = edge.osc();
    silent.send("/clasp/subscribe", "/**").next();
    pinging.send("/clasp/ping").next();
    String pings = idOf(pinging);
    Await.until(
        "one session is gone",
        () -> {
          try {
            pinging.expectNothing();
          } catch (IOException failure) {
            throw new AssertionError(failure);
          }
          return sessions() == 1;
        });
    Await.until(
        "its subscription is gone", () -> edge.router.router().status().subscriptions() == 0);
    Await.until("its place is free", () -> edge.edge.places().taken() == 1);
    assertThat(idOf(pinging)).isEqualTo(pings);
    silent.send("/clasp/ping");
    assertThat(silent.next()).isEqualTo("/clasp/pong , null");
  }

  private String idOf(RawOsc client) {
    return edge.router.router().sessions(10).stream()
        .filter(session -> session.name().endsWith(":" + client.port()))
        .map(SessionStatus::id)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void thereIsRoomForSoManyClientsAltogetherAndOfOneSource() throws Exception {
    edge = new EdgeFixture(Map.of("maxSessions", 3, "maxSessionsPerSource", 2));
    for (int i = 0; i < 2; i++) {
      edge.osc().send("/clasp/ping").next();
    }
    RawOsc third = edge.osc();
    third.send("/clasp/ping").hearsNothingFor(200);
    try (RawOsc other = new RawOsc(edge.udp(), "127.0.0.2");
        RawOsc fourth = new RawOsc(edge.udp(), "127.0.0.3")) {
      other.send("/clasp/ping").next();
      fourth.send("/clasp/ping").hearsNothingFor(200);
    }
    assertThat(sessions()).isEqualTo(3);
  }

  /** Whoever forges senders makes no more sessions than may come in a second. */
  @Test
  void aFloodOfNewClientsIsCutOff() throws Exception {
    edge = new EdgeFixture(Map.of("maxNewSessionsPerSecond", 8));
    List<RawOsc> flood = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      flood.add(edge.osc());
    }
    for (RawOsc each : flood) {
      each.send("/clasp/ping");
    }
    try (RawOsc other = new RawOsc(edge.udp(), "127.0.0.2")) {
      other.send("/clasp/ping").next();
    }
    assertThat(sessions()).isLessThan(flood.size());
  }

  @Test
  void whatIsNoOscMakesNoSession() throws Exception {
    edge = new EdgeFixture(Map.of());
    RawOsc osc = edge.osc();
    osc.sendBytes(new byte[] {1, 2, 3, 4}).sendBytes(new byte[0]).sendBytes("/abc/".getBytes());
    RawOsc other = edge.osc();
    other.send("/clasp/ping").next();
    assertThat(sessions()).isEqualTo(1);
  }

  @Test
  void whatAClientSendsOverItsLimitIsDropped() throws Exception {
    edge = new EdgeFixture(Map.of("maxDatagramsPerSecond", 5));
    RawClient client = edge.subscriber();
    RawOsc osc = edge.osc();
    int sent = 200;
    for (int i = 0; i < sent; i++) {
      osc.send("/a", i);
    }
    edge.osc().send("/end", 1);
    int told = 0;
    while (!client.expect(Set.class).address().equals("/osc/end")) {
      told++;
    }
    assertThat(told).isBetween(5, sent - 1);
  }

  /** They may go to somebody who never asked, and are larger than what they answer. */
  @Test
  void errorsOverUdpAreFew() throws Exception {
    edge = new EdgeFixture(Map.of());
    RawOsc osc = edge.osc();
    int asked = 1500;
    int told = 0;
    for (int i = 0; i < asked; i++) {
      osc.send("/clasp/get");
      if (i % 100 == 0) {
        told += osc.drain().size();
      }
    }
    osc.send("/a", 1).send("/clasp/get", "/a");
    List<String> last = osc.drain();
    assertThat(last).endsWith("/a ,i 1");
    assertThat(told + last.size()).isBetween(50, asked - 1);
  }

  @Test
  void whoIsRefusedLeavesNothingBehind() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    Authenticator refusing =
        shown -> {
          asked.incrementAndGet();
          assertThat(shown.token()).isNull();
          assertThat(shown.connection().transport()).isEqualTo("osc");
          return CompletableFuture.failedFuture(
              new ProtocolException(ErrorCode.UNAUTHORIZED, "no"));
        };
    edge = new EdgeFixture(Map.of("tcpPort", 0), refusing, null);
    edge.osc().send("/a", 1).hearsNothingFor(200);
    Await.until("somebody was asked", () -> asked.get() > 0);
    Await.until("the place is free", () -> edge.edge.places().taken() == 0);
    assertThat(sessions()).isZero();
    try (Socket socket = new Socket("127.0.0.1", edge.tcp().getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(new byte[] {0, 0, 0, 4, '/', 'a', 0, 0});
      assertThat(socket.getInputStream().read()).isNegative();
    }
  }

  @Test
  void anAuthenticatorThatFailsDoesNotFillTheLog() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    Authenticator failing =
        shown -> {
          asked.incrementAndGet();
          return CompletableFuture.failedFuture(new IllegalStateException("it is down"));
        };
    edge = new EdgeFixture(Map.of(), failing, null);
    int clients = 20;
    try (LogLines log = LogLines.insteadOfOutput("to.clasp.osc", Level.WARNING)) {
      for (int i = 0; i < clients; i++) {
        edge.osc().send("/a", 1);
      }
      Await.until("all were asked for", () -> asked.get() == clients);
      Await.until("all places are free", () -> edge.edge.places().taken() == 0);
      assertThat(log.containing("it is down")).hasSize(1);
    }
  }

  @Test
  void aClientDoesWhatItsScopesAllow() throws Exception {
    Grant grant =
        new Grant("desk", List.of(Scope.parse("read:/osc/**"), Scope.parse("write:/osc/a/**")));
    edge = new EdgeFixture(Map.of(), shown -> CompletableFuture.completedStage(grant), null);
    RawClient client = edge.subscriber();
    RawOsc osc = edge.osc();
    osc.send("/b/1", 1).send("/a/1", 1);
    assertThat(client.expect(Set.class).address()).isEqualTo("/osc/a/1");
    osc.send("/clasp/get", "/a/1");
    assertThat(osc.next()).isEqualTo("/a/1 ,i 1");
  }

  @Test
  void whatAClientSendsWhileItIsBeingCheckedIsNotLost() throws Exception {
    CompletableFuture<Grant> answer = new CompletableFuture<>();
    edge = new EdgeFixture(Map.of(), shown -> answer, null);
    RawClient client = edge.subscriber();
    RawOsc osc = edge.osc();
    osc.send("/a", 1).send("/a", 2).send("/b", 3);
    client.expectNothing();
    answer.complete(Grant.EVERYTHING);
    assertThat(client.expect(Set.class).revision()).isEqualTo(1);
    assertThat(client.expect(Set.class).revision()).isEqualTo(2);
    assertThat(client.expect(Set.class).address()).isEqualTo("/osc/b");
  }

  @Test
  void aSessionWhoseGrantEndsIsGoneAndItsLeaseGivenBack() throws Exception {
    AtomicInteger released = new AtomicInteger();
    CompletableFuture<Consumer<ProtocolException>> ender = new CompletableFuture<>();
    Lease lease =
        new Lease() {
          @Override
          public void onRevoked(Consumer<ProtocolException> end) {
            ender.complete(end);
          }

          @Override
          public void release() {
            released.incrementAndGet();
          }
        };
    Grant grant = new Grant("", List.of(Scope.EVERYTHING), List.of(), null, lease, null);
    edge = new EdgeFixture(Map.of(), shown -> CompletableFuture.completedStage(grant), null);
    edge.osc().send("/clasp/ping").next();
    ender.join().accept(new ProtocolException(ErrorCode.UNAUTHORIZED, "revoked"));
    Await.until("the lease is given back", () -> released.get() == 1);
    Await.until("the place is free", () -> edge.edge.places().taken() == 0);
  }

  @Test
  void closingThePortEndsEverySession() throws Exception {
    edge = new EdgeFixture(Map.of("tcpPort", 0, "targets", new String[] {"127.0.0.1:9"}));
    edge.osc().send("/clasp/ping").next();
    Await.until("the target has a session", () -> sessions() == 2);
    edge.ports.close();
    Await.until("all sessions are gone", () -> sessions() == 0);
    new RawOsc(edge.udp()).send("/a", 1).hearsNothingFor(100).close();
  }

  /** So that a moved port does not have to wait for anybody. */
  @Test
  void thePortIsFreeWhenItIsClosed() throws Exception {
    edge = new EdgeFixture(Map.of());
    int port = edge.udp().getPort();
    edge.ports.close();
    try (DatagramSocket again = new DatagramSocket(new InetSocketAddress("127.0.0.1", port))) {
      assertThat(again.isBound()).isTrue();
    }
  }
}
