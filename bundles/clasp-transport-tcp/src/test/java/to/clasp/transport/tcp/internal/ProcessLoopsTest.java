package to.clasp.transport.tcp.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import to.clasp.testkit.Await;
import to.clasp.testkit.RecordingAcceptor;
import to.clasp.testkit.RecordingHandler;
import to.clasp.transport.CloseReason;
import to.clasp.transport.ConnectOptions;
import to.clasp.transport.netty.EventLoops;

/** The event loops of connectors without OSGi: few, and only while there are connections. */
class ProcessLoopsTest {
  private final RecordingAcceptor acceptor = new RecordingAcceptor();
  private final TcpConnector connector = new TcpConnector();
  private TcpFixture fixture;
  private URI uri;

  @BeforeEach
  void listen() throws Exception {
    fixture = new TcpFixture(EventLoops.create(1));
    uri = fixture.start(acceptor, 0).iterator().next();
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private RecordingHandler connect() throws Exception {
    return RecordingHandler.connect(connector, uri, ConnectOptions.DEFAULT);
  }

  private static Thread threadOf(RecordingHandler client) throws Exception {
    CompletableFuture<Thread> thread = new CompletableFuture<>();
    client.run(connection -> thread.complete(Thread.currentThread()));
    return thread.get(20, TimeUnit.SECONDS);
  }

  private static void close(RecordingHandler client) {
    client.run(connection -> connection.close(CloseReason.NORMAL));
    client.awaitClosed();
  }

  private static void assertEnds(Thread thread) throws InterruptedException {
    thread.join(Await.DEADLINE.toMillis());
    assertThat(thread.isAlive()).as(thread.getName()).isFalse();
  }

  @Test
  void theyEndWithTheLastConnectionAndANewOneHasNewLoops() throws Exception {
    RecordingHandler first = connect();
    RecordingHandler second = connect();
    Set<Thread> threads = Set.copyOf(List.of(threadOf(first), threadOf(second)));
    close(first);
    assertThat(threadOf(second).isAlive()).isTrue();
    close(second);
    for (Thread thread : threads) {
      assertEnds(thread);
    }
    RecordingHandler again = connect();
    again.send(new byte[] {1, 2, 3});
    acceptor.awaitHandler(2).awaitFrames(1);
    Thread last = threadOf(again);
    close(again);
    assertEnds(last);
  }

  @Test
  void attemptsThatFailKeepNothing() throws Exception {
    RecordingHandler client = connect();
    Thread thread = threadOf(client);
    fixture.stop();
    client.awaitClosed();
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(this::connect).hasMessageContaining(uri.toString());
    }
    // The name is too long to be asked for, so that no question leaves the machine.
    URI nowhere = URI.create("tcp://" + "a".repeat(64) + ".invalid:1");
    assertThatThrownBy(() -> RecordingHandler.connect(connector, nowhere, ConnectOptions.DEFAULT))
        .hasMessageContaining("unknown host");
    assertEnds(thread);
  }

  @Test
  void aThousandConnectionsShareThem() throws Exception {
    Set<Thread> threads = new HashSet<>();
    List<RecordingHandler> clients = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      clients.add(connect());
    }
    for (RecordingHandler client : clients) {
      threads.add(threadOf(client));
    }
    int most = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    assertThat(threads).hasSizeBetween(1, most);
    clients.forEach(client -> client.run(connection -> connection.close(CloseReason.NORMAL)));
    clients.forEach(RecordingHandler::awaitClosed);
    for (Thread thread : threads) {
      assertEnds(thread);
    }
  }
}
