package to.clasp.itests.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import to.clasp.auth.Grant;
import to.clasp.itests.support.ChildProcess;
import to.clasp.itests.support.NpmClient;
import to.clasp.protocol.Ack;
import to.clasp.protocol.Features;
import to.clasp.protocol.Get;
import to.clasp.protocol.Message;
import to.clasp.protocol.Set;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Value;
import to.clasp.router.Router;
import to.clasp.router.RouterSession;
import to.clasp.router.SessionInfo;
import to.clasp.transport.Endpoint;

/** A plain Java program with a router inside; run once with Felix and once with Equinox. */
class EmbeddedRouterIT {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  @TempDir static Path storage;

  private static EmbeddedRouter embedded;
  private static URI uri;

  private final BlockingQueue<Message> received = new LinkedBlockingQueue<>();
  private final ExecutorService executor = Executors.newSingleThreadExecutor();
  private RouterSession session;

  @BeforeAll
  static void start() throws Exception {
    embedded = EmbeddedRouter.start(Path.of("target/bundles"), storage);
    uri = onlyUri(embedded.listen("127.0.0.1", 0));
  }

  @AfterAll
  static void stop() throws Exception {
    if (embedded != null) {
      embedded.close();
    }
  }

  @BeforeEach
  void openSession() {
    session =
        embedded
            .service(Router.class)
            .open(new SessionInfo("host", "host"), Grant.EVERYTHING, executor, received::add);
  }

  @AfterEach
  void closeSession() {
    session.close();
    executor.shutdown();
  }

  @Test
  void theFrameworkIsTheOneThatThisRunIsAbout() {
    assertThat(embedded.bundle(System.getProperty("framework")).getBundleId()).isZero();
  }

  @Test
  void theHostReceivesWhatItSets() throws Exception {
    session.send(subscribe("/host/echo"));
    session.send(Set.of("/host/echo", Value.of(0.5)));
    assertThat(await(Set.class).value()).isEqualTo(Value.of(0.5));
    assertThat(await(Ack.class).revision()).isEqualTo(1);
  }

  @Test
  void theHostReceivesWhatTheJavaScriptClientSets() throws Exception {
    session.send(subscribe("/js/**"));
    setFromJavaScript("/js/fader", "0.75");
    Set set = await(Set.class);
    assertThat(set.address()).isEqualTo("/js/fader");
    assertThat(set.value()).isEqualTo(Value.of(0.75));
  }

  @Test
  void theTransportStopsAndStartsWhileSessionAndParamsStay() throws Exception {
    session.send(Set.of("/kept", Value.of("before")));
    assertThat(await(Ack.class).revision()).isEqualTo(1);
    int port = uri.getPort();
    Bundle transport = embedded.bundle("clasp-transport-websocket");

    transport.stop();
    assertThat(canConnect(port)).isFalse();
    session.send(new Get("/kept"));
    assertThat(await(Snapshot.class).entries().get(0).revision()).isEqualTo(1);

    transport.start();
    uri = onlyUri(embedded.service(Endpoint.class));
    assertThat(canConnect(uri.getPort())).isTrue();
    session.send(subscribe("/kept"));
    assertThat(await(Snapshot.class).entries().get(0).value()).isEqualTo(Value.of("before"));
    setFromJavaScript("/kept", "\"after\"");
    Set set = await(Set.class);
    assertThat(set.value()).isEqualTo(Value.of("after"));
    assertThat(set.revision()).isEqualTo(2);
  }

  private static void setFromJavaScript(String address, String json) throws InterruptedException {
    List<String> script = List.of("src/test/js/set.mjs", address, json);
    try (ChildProcess node = NpmClient.node(Map.of("CLASP_URL", uri.toString()), script)) {
      int exitCode = node.awaitExit(DEADLINE);
      assertThat(exitCode).as(node.output()).isZero();
    }
  }

  private static Subscribe subscribe(String pattern) {
    return new Subscribe(1, pattern, Features.NONE, SubscribeOptions.NONE);
  }

  /** The next message of a type; others before it are left out. */
  private <M extends Message> M await(Class<M> type) throws InterruptedException {
    long end = System.nanoTime() + DEADLINE.toNanos();
    while (true) {
      Message message = received.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      assertThat(message).as("a %s within %s", type.getSimpleName(), DEADLINE).isNotNull();
      if (type.isInstance(message)) {
        return type.cast(message);
      }
    }
  }

  private static URI onlyUri(Endpoint endpoint) {
    return endpoint.uris().iterator().next();
  }

  private static boolean canConnect(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 2000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
