package to.clasp.transport.jdk.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import to.clasp.testkit.RecordingAcceptor;
import to.clasp.testkit.RecordingHandler;
import to.clasp.transport.CloseReason;
import to.clasp.transport.ConnectOptions;
import to.clasp.transport.Connector;
import to.clasp.transport.Limits;

class JdkConnectorTest {
  /** Of tests before this one, whose threads end a while after their connections. */
  @BeforeEach
  void awaitNoThreads() {
    assertThreadsEnd();
  }

  private static void assertFails(Connector connector, URI to, String why) {
    assertThatThrownBy(() -> JdkFixture.connect(connector, to, ConnectOptions.DEFAULT))
        .hasCauseInstanceOf(IOException.class)
        .hasMessageContaining(to + ": ")
        .hasMessageContaining(why);
  }

  @Test
  void plainJavaFindsIt() {
    assertThat(ServiceLoader.load(Connector.class))
        .hasAtLeastOneElementOfType(JdkConnector.class)
        .filteredOn(JdkConnector.class::isInstance)
        .allSatisfy(each -> assertThat(each.schemes()).containsExactlyInAnyOrder("ws", "wss"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:1/clasp", "ws:///clasp", "ws://a_b:1/"})
  void aUriOfAnotherKindIsNamed(String uri) {
    assertFails(new JdkConnector(), URI.create(uri), "not a URI like ws://host:port/clasp");
  }

  @Test
  void aUriThatThePlatformRefusesIsNamedAndLeavesNothing() throws Exception {
    SharedEngine shared = new SharedEngine(Duration.ZERO);
    assertFails(new JdkConnector(shared), URI.create("ws://127.0.0.1:1/clasp#part"), "");
    assertThreadsEnd();
  }

  @Test
  void whereNobodyListensItIsRefused() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    assertFails(
        new JdkConnector(new SharedEngine(Duration.ZERO)),
        URI.create("ws://127.0.0.1:" + port + "/clasp"),
        "refused");
    assertThreadsEnd();
  }

  @Test
  void anUnknownHostIsNamed() throws Exception {
    assertFails(
        new JdkConnector(new SharedEngine(Duration.ZERO)),
        URI.create("ws://nowhere.invalid:1/clasp"),
        "unknown host");
    assertThreadsEnd();
  }

  @Test
  void aConnectorThatEndsClosesItsConnectionsAndMakesNoMore() throws Exception {
    RecordingAcceptor acceptor = new RecordingAcceptor();
    JdkConnector connector = new JdkConnector(new SharedEngine(Duration.ofHours(1)));
    try (JdkFixture fixture = JdkFixture.plain()) {
      URI uri = fixture.start(acceptor, 0).iterator().next();
      RecordingHandler client = JdkFixture.connect(connector, uri, ConnectOptions.DEFAULT);
      connector.close();
      client.awaitClosed();
      assertThat(client.events()).containsExactly("closing GOING_AWAY", "closed");
      assertThat(JdkFixture.accepted(acceptor, 0).awaitClosed())
          .hasMessageContaining(CloseReason.GOING_AWAY.text());
      assertFails(connector, uri, "the connector has stopped");
      connector.close();
    }
    assertThreadsEnd();
  }

  @Test
  void threadsEndWithTheLastConnectionAndTheNextOneHasNewOnes() throws Exception {
    RecordingAcceptor acceptor = new RecordingAcceptor();
    JdkConnector connector = new JdkConnector(new SharedEngine(Duration.ofMillis(100)));
    try (JdkFixture fixture = JdkFixture.plain()) {
      URI uri = fixture.start(acceptor, 0).iterator().next();
      for (int round = 1; round <= 3; round++) {
        RecordingHandler client = JdkFixture.connect(connector, uri, ConnectOptions.DEFAULT);
        client.send(new byte[] {1, 2, 3});
        JdkFixture.accepted(acceptor, round - 1).awaitFrames(1);
        assertThat(threads()).isNotEmpty();
        client.run(to -> to.close(CloseReason.NORMAL));
        client.awaitClosed();
        assertThreadsEnd();
      }
    }
  }

  @Test
  void aThousandConnectionsUseTheThreadsOfOne() throws Exception {
    RecordingAcceptor acceptor = new RecordingAcceptor();
    JdkConnector connector = new JdkConnector(new SharedEngine(Duration.ZERO));
    try (JdkFixture fixture = JdkFixture.plain()) {
      URI uri = fixture.start(acceptor, 0).iterator().next();
      int processors = Runtime.getRuntime().availableProcessors();
      int most = Math.max(1, processors / 2) + 1;
      for (int i = 0; i < 1000; i++) {
        JdkFixture.connect(connector, uri, ConnectOptions.DEFAULT);
      }
      assertThat(threads()).hasSizeBetween(1, most);
      connector.close();
    }
    assertThreadsEnd();
  }

  /** Callbacks run there by default, and may wait for a connection. */
  @Test
  void aBusyCommonPoolHoldsNoConnectionUp() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    for (int i = 0; i < ForkJoinPool.getCommonPoolParallelism(); i++) {
      ForkJoinPool.commonPool().execute(() -> awaitQuietly(gate));
    }
    try (JdkFixture fixture = JdkFixture.plain()) {
      URI uri = fixture.start(new RecordingAcceptor(), 0).iterator().next();
      assertThat(fixture.connect(uri, ConnectOptions.DEFAULT).isClosed()).isFalse();
    } finally {
      gate.countDown();
    }
  }

  private static void awaitQuietly(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void pingsOfTheServerKeepASilentClientAlive() throws Exception {
    RecordingAcceptor acceptor = new RecordingAcceptor();
    acceptor.limit(
        new Limits(1000, Duration.ofSeconds(10), Duration.ofSeconds(4), Duration.ofSeconds(1)));
    try (JdkFixture fixture = JdkFixture.plain()) {
      URI uri = fixture.start(acceptor, 0, 1).iterator().next();
      fixture.connect(uri, ConnectOptions.DEFAULT);
      long end = System.nanoTime() + 5_000_000_000L;
      while (System.nanoTime() < end) {
        assertThat(acceptor.handlers()).allMatch(handler -> !handler.isClosed());
        LockSupport.parkNanos(50_000_000);
      }
    }
  }

  /** Of all engines in this JVM; tests of this module run one after the other. */
  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(
            name ->
                name.startsWith("clasp-jdk-")
                    || name.startsWith("clasp-http-client-")
                    || name.startsWith("HttpClient-"))
        .toList();
  }

  private static void assertThreadsEnd() {
    long deadline = System.nanoTime() + 20_000_000_000L;
    List<String> left = threads();
    while (!left.isEmpty() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(20_000_000);
      left = threads();
    }
    assertThat(left).isEmpty();
  }
}
