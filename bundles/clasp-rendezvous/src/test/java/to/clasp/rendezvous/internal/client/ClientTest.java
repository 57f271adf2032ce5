package to.clasp.rendezvous.internal.client;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import to.clasp.rendezvous.DiscoverQuery;
import to.clasp.rendezvous.KeptRegistration;
import to.clasp.rendezvous.Receipt;
import to.clasp.rendezvous.RegisteredDevice;
import to.clasp.rendezvous.Registration;
import to.clasp.rendezvous.RendezvousClient;
import to.clasp.rendezvous.RendezvousException;
import to.clasp.rendezvous.RendezvousOptions;
import to.clasp.rendezvous.internal.client.ScriptedServer.Answer;
import to.clasp.rendezvous.internal.server.RendezvousFixture;
import to.clasp.testkit.failover.FreePort;

/** The client against our own server and against strange ones. */
class ClientTest {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final long PAUSE_NANOS = 5_000_000;
  private static final Registration DEVICE =
      new Registration(
          "Desk",
          Map.of("ws", "ws://h:1/clasp"),
          "K",
          List.of("param"),
          List.of("a & b", "c"),
          Map.of("room", "12"));

  private static RendezvousClient client(URI uri) {
    return RendezvousClient.create(RendezvousOptions.of(uri));
  }

  private static URI at(int port) {
    return URI.create("http://127.0.0.1:" + port + "/");
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private static List<String> names(RendezvousClient client, DiscoverQuery query) throws Exception {
    return get(client.discover(query)).stream().map(RegisteredDevice::name).toList();
  }

  @Test
  void whatOneRegistersAnotherOneFindsByEveryFilter() throws Exception {
    try (RendezvousFixture.OnRealTime server = new RendezvousFixture.OnRealTime(0, Map.of());
        RendezvousClient client = client(server.uri().resolve("/api/v1/"))) {
      Receipt receipt = get(client.register(DEVICE));
      get(client.register(new Registration("Lamp", Map.of())));
      assertThat(receipt.ttl()).isEqualTo(Duration.ofMinutes(5));
      assertThat(names(client, DiscoverQuery.ALL)).containsExactly("Lamp", "Desk");
      assertThat(names(client, DiscoverQuery.ALL.withTag("a & b"))).containsExactly("Desk");
      assertThat(names(client, DiscoverQuery.ALL.withFeature("event"))).containsExactly("Lamp");
      assertThat(names(client, DiscoverQuery.ALL.page(1, 1))).containsExactly("Desk");
      RegisteredDevice desk = get(client.discover(DiscoverQuery.ALL.withTag("c"))).get(0);
      assertThat(desk)
          .isEqualTo(
              new RegisteredDevice(
                  receipt.id(),
                  DEVICE.name(),
                  DEVICE.publicKey(),
                  DEVICE.features(),
                  DEVICE.endpoints(),
                  DEVICE.tags(),
                  DEVICE.metadata(),
                  receipt.timestamp(),
                  receipt.timestamp()));
      get(client.refresh(receipt));
      get(client.unregister(receipt));
      assertThatThrownBy(() -> get(client.refresh(receipt)))
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOfSatisfying(
              RendezvousException.class, refused -> assertThat(refused.status()).isEqualTo(404));
    }
  }

  /** Such as a file with two lines in it. */
  @Test
  void aTokenThatCannotBeSentIsRefusedAtOnce() {
    RendezvousOptions options = RendezvousOptions.of(at(1));
    assertThatThrownBy(() -> options.withToken("one\ntwo"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("token")
        .hasMessageNotContaining("one");
  }

  /** A strange server may give a secret that no header can hold. */
  @Test
  void whatCannotBeSentFailsAndIsTriedAgain() throws Exception {
    String receipt = "{\"id\":\"1\",\"timestamp\":1,\"ttl\":0,\"secret\":\"a\\nb\"}";
    try (ScriptedServer server = new ScriptedServer(request -> new Answer(201, receipt));
        RendezvousClient client = client(server.uri())) {
      Receipt strange = get(client.register(DEVICE));
      assertThatThrownBy(() -> get(client.refresh(strange)))
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOf(java.io.IOException.class)
          .hasMessageContaining("cannot be sent");
      KeptRegistration kept = client.keep(DEVICE);
      await(() -> kept.failure().isPresent());
    }
  }

  @Test
  void whatIsKeptAfterTheEndIsCancelled() {
    RendezvousClient client = client(at(1));
    client.close();
    assertThat(client.keep(DEVICE).first()).isCompletedExceptionally();
  }

  @Test
  void discoverAllFollowsThePages() throws Exception {
    try (RendezvousFixture.OnRealTime server = new RendezvousFixture.OnRealTime(0, Map.of());
        RendezvousClient client = client(server.uri())) {
      for (int i = 0; i < 5; i++) {
        get(client.register(new Registration("n" + i, Map.of())));
      }
      assertThat(get(client.discoverAll(DiscoverQuery.ALL.page(2, 0))))
          .extracting(RegisteredDevice::name)
          .containsExactly("n4", "n3", "n2", "n1", "n0");
    }
  }

  /** The time of the server passes when the test says so, so a busy machine loses no device. */
  @Test
  void aKeptDeviceOutlivesItsTime() throws Exception {
    try (RendezvousFixture server = new RendezvousFixture(Map.of("ttlSeconds", 1));
        RendezvousClient client = client(server.uri())) {
      Receipt first = get(client.keep(DEVICE).first());
      for (int i = 0; i < 3; i++) {
        server.pass(Duration.ofMillis(700));
        long now = server.micros();
        await(() -> devices(client).get(0).lastSeen() == now);
      }
      assertThat(devices(client)).extracting(RegisteredDevice::id).containsExactly(first.id());
    }
  }

  private static List<RegisteredDevice> devices(RendezvousClient client) {
    return client.discover(DiscoverQuery.ALL).orTimeout(DEADLINE.toSeconds(), SECONDS).join();
  }

  @Test
  void aKeptDeviceOutlivesARestartOfTheServerChangesAndIsRemovedAtTheEnd() throws Exception {
    int port = FreePort.find();
    Map<String, Object> settings = Map.of("ttlSeconds", 1, "owner", "strict");
    RendezvousClient client = client(at(port));
    KeptRegistration kept = client.keep(DEVICE);
    try (var server = new RendezvousFixture.OnRealTime(port, settings)) {
      assertThat(server.uri()).isEqualTo(at(port));
      get(kept.first());
    }
    try (var server = new RendezvousFixture.OnRealTime(port, Map.of("owner", "strict"));
        RendezvousClient other = client(server.uri())) {
      await(
          () -> devices(other).stream().map(each -> each.name()).toList().equals(List.of("Desk")));
      kept.update(DEVICE.withTags(List.of("other")));
      await(
          () ->
              devices(other).stream()
                  .map(each -> each.tags())
                  .toList()
                  .equals(List.of(List.of("other"))));
      client.close();
      await(() -> devices(other).isEmpty());
    }
  }

  @Test
  void allThreadsAreDaemonsAndThoseOfItsOwnEndWithTheClient() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(request -> new Answer(201, "{\"id\":\"x\",\"ttl\":9}"));
        RendezvousClient client = client(server.uri())) {
      get(client.keep(DEVICE).first());
      // Others may be of Netty, whose threads other tests leave for a moment.
      assertThat(Thread.getAllStackTraces().keySet())
          .filteredOn(each -> each.getName().matches("clasp-rendezvous-client|HttpClient-\\d+-.*"))
          .isNotEmpty()
          .allMatch(Thread::isDaemon);
    }
    await(
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("clasp-rendezvous-client")));
  }

  @Test
  void anOldServerThatKnowsNoSecretsAndForgetsIsAskedAgain() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                request ->
                    request.startsWith("POST /api/v1/register")
                        ? new Answer(201, "{\"id\":\"x y\",\"timestamp\":1,\"ttl\":0}")
                        : new Answer(404, ""));
        RendezvousClient client = client(server.uri())) {
      KeptRegistration kept = client.keep(DEVICE);
      assertThat(get(kept.first()).secret()).isNull();
      await(() -> server.requests.size() >= 4);
      kept.close();
      assertThat(server.requests)
          .startsWith(
              "POST /api/v1/register",
              "POST /api/v1/refresh/x%20y",
              "POST /api/v1/register",
              "POST /api/v1/refresh/x%20y");
    }
  }

  @Test
  void aRefusalForGoodIsToldAndATooManyIsNot() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                request ->
                    request.contains("/a/")
                        ? new Answer(422, "name is missing")
                        : new Answer(429, "", Map.of("Retry-After", "3600")));
        RendezvousClient refused = client(server.uri().resolve("/a"));
        RendezvousClient later = client(server.uri().resolve("/b"))) {
      assertThatThrownBy(() -> get(refused.keep(DEVICE).first()))
          .hasMessageContaining("422 name is missing");
      KeptRegistration kept = later.keep(DEVICE);
      await(() -> server.requests.contains("POST /b/api/v1/register"));
      assertThat(kept.first()).isNotDone();
      kept.close();
      assertThat(kept.first()).isCompletedExceptionally();
    }
  }

  @ParameterizedTest
  @CsvSource({"[1]", "{}", "[{}]", "not JSON", "[{\"id\":7}]", "'[{\"id\":\"a\"'"})
  void anAnswerThatIsNoneIsAFailure(String body) throws Exception {
    try (ScriptedServer server = new ScriptedServer(request -> new Answer(200, body));
        RendezvousClient client = client(server.uri())) {
      assertThatThrownBy(() -> get(client.discover(DiscoverQuery.ALL)))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(java.io.IOException.class);
    }
  }

  @Test
  void anAnswerWithoutEndIsCutOff() throws Exception {
    String large = "[" + " ".repeat(17 * 1024 * 1024) + "]";
    try (ScriptedServer server = new ScriptedServer(request -> new Answer(200, large));
        RendezvousClient client = client(server.uri())) {
      assertThatThrownBy(() -> get(client.discover(DiscoverQuery.ALL)))
          .hasStackTraceContaining("larger than");
    }
  }

  @Test
  void aServerThatSendsElsewhereIsNotFollowedWithSecretAndToken() throws Exception {
    try (ScriptedServer thief = new ScriptedServer(request -> new Answer(200, "[]"));
        ScriptedServer server =
            new ScriptedServer(
                request -> new Answer(307, "", Map.of("Location", thief.uri() + "/x")));
        RendezvousClient client = client(server.uri())) {
      assertThatThrownBy(() -> get(client.discover(DiscoverQuery.ALL)))
          .hasStackTraceContaining("307");
      assertThat(thief.requests).isEmpty();
    }
  }

  @Test
  void pagesThatNeverEndAreLeftWhenNothingNewComes() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                request ->
                    new Answer(
                        200,
                        "[{\"id\":\"a\"}]",
                        Map.of("X-Next-Offset", Integer.toString(request.length() * 1000))));
        RendezvousClient client = client(server.uri())) {
      assertThat(get(client.discoverAll(DiscoverQuery.ALL))).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"ftp://host", "host", "http:", "'/api'"})
  void aServerIsAnUrlOfHttp(String url) {
    assertThatThrownBy(() -> RendezvousOptions.of(URI.create(url.equals("http:") ? "http:x" : url)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void secretsAreNotInTexts() {
    assertThat(new Receipt("id", "s3cret", 0, Duration.ZERO).toString()).doesNotContain("s3cret");
    assertThat(RendezvousOptions.of(at(1)).withToken("s3cret").toString()).doesNotContain("s3cret");
  }
}
