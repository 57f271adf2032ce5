package to.clasp.discovery.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import to.clasp.discovery.Announcement;
import to.clasp.discovery.Device;
import to.clasp.discovery.DeviceInfo;
import to.clasp.discovery.Discovery;
import to.clasp.discovery.DiscoveryEvent;
import to.clasp.discovery.DiscoveryEvent.Found;
import to.clasp.discovery.DiscoveryEvent.Lost;
import to.clasp.discovery.DiscoveryOptions;
import to.clasp.discovery.Source;
import to.clasp.protocol.Features;

/** Broadcasts that do not leave this host; mDNS is tested between hosts, in itests/discovery. */
class LanDiscoveryTest {
  private static final long SECONDS = 10;

  private final List<AutoCloseable> opened = new java.util.ArrayList<>();
  private final int port = freePort();

  private static int freePort() {
    try (DatagramSocket socket = new DatagramSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  private DiscoveryOptions options(URI rendezvous) {
    return new DiscoveryOptions(
        false, true, port, Duration.ofMillis(300), rendezvous, null, null, Set.of("lo"));
  }

  private Discovery.Owned open(URI rendezvous) throws IOException {
    Discovery.Owned discovery = Discovery.open(options(rendezvous));
    opened.add(discovery);
    return discovery;
  }

  private static Announcement announcement(String name, String... uris) {
    Set<URI> endpoints = new LinkedHashSet<>();
    for (String uri : uris) {
      endpoints.add(URI.create(uri));
    }
    return new Announcement(name, Features.ALL, endpoints);
  }

  private static Discovery.Search search(Discovery discovery) throws Exception {
    return discovery.discoverAll().get(SECONDS, TimeUnit.SECONDS);
  }

  /** All events from now on, without asking for more than there is room for. */
  private static BlockingQueue<DiscoveryEvent> listen(Discovery discovery) {
    BlockingQueue<DiscoveryEvent> events = new LinkedBlockingQueue<>();
    discovery
        .events()
        .subscribe(
            new Flow.Subscriber<>() {
              @Override
              public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
              }

              @Override
              public void onNext(DiscoveryEvent event) {
                events.add(event);
              }

              @Override
              public void onError(Throwable failure) {}

              @Override
              public void onComplete() {
                events.add(new DiscoveryEvent.Failed(Source.MANUAL, "complete"));
              }
            });
    return events;
  }

  @Test
  void devicesOfOneHostFindEachOtherButNotThemselves() throws Exception {
    Discovery.Owned first = open(null);
    Discovery.Owned second = open(null);
    first.announce(announcement("First", "ws://127.0.0.1:8081/clasp"));
    second.announce(announcement("Second", "ws://127.0.0.1:7330/clasp"));
    assertThat(search(first).devices())
        .extracting(each -> each.device().name(), each -> each.device().uri().orElseThrow())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("Second", URI.create("ws://127.0.0.1:7330/clasp")));
    assertThat(search(second).devices())
        .extracting(each -> each.device().uri().orElseThrow())
        .containsExactly(URI.create("ws://127.0.0.1:8081/clasp"));
    assertThat(search(open(null)).devices()).hasSize(2);
  }

  @Test
  void whatIsNotThereAnyMoreIsLostAtTheNextSearch() throws Exception {
    Discovery.Owned first = open(null);
    first.announce(announcement("First", "ws://127.0.0.1:8081/clasp"));
    Discovery.Owned second = open(null);
    BlockingQueue<DiscoveryEvent> events = listen(second);
    assertThat(search(second).devices()).hasSize(1);
    assertThat(events.poll(SECONDS, TimeUnit.SECONDS)).isInstanceOf(Found.class);
    first.announce(announcement("First"));
    assertThat(search(second).devices()).isEmpty();
    assertThat(events.poll(SECONDS, TimeUnit.SECONDS)).isInstanceOf(Lost.class);
    second.close();
    assertThat(events.poll(SECONDS, TimeUnit.SECONDS)).isInstanceOf(DiscoveryEvent.Failed.class);
  }

  @Test
  void devicesThatAreAddedStayUntilTheyAreRemoved() throws Exception {
    Discovery.Owned discovery = open(null);
    Device added = new Device("mine", "Mine", DeviceInfo.UNKNOWN, java.util.Map.of());
    assertThat(discovery.add(added)).isTrue();
    assertThat(search(discovery).devices()).hasSize(1);
    BlockingQueue<DiscoveryEvent> events = listen(discovery);
    assertThat(events.poll(SECONDS, TimeUnit.SECONDS))
        .as("known already")
        .isInstanceOf(Found.class);
    assertThat(discovery.device("mine").orElseThrow().device()).isEqualTo(added);
    assertThat(discovery.remove("mine")).isTrue();
    assertThat(discovery.remove("mine")).isFalse();
    assertThat(discovery.devices()).isEmpty();
  }

  @Test
  void asksTheRendezvousServerAndDropsWhatIsKnownAlready() throws Exception {
    Discovery.Owned near = open(null);
    near.announce(announcement("Near", "ws://127.0.0.1:8081/clasp"));
    try (Rendezvous server =
        new Rendezvous(
            200,
            """
            [{"id":"1","name":"Near too","features":["param"],"tags":[],"metadata":{},
              "endpoints":{"ws":"ws://127.0.0.1:8081/clasp"},"registeredAt":1,"lastSeen":1},
             {"id":"2","name":"Far","features":["param","magic"],"tags":["a","b"],"metadata":{},
              "endpoints":{"ws":"wss://far.example/clasp","x":"no uri"},"registeredAt":1,"lastSeen":1}]
            """)) {
      List<Device> found =
          search(open(server.uri())).devices().stream().map(each -> each.device()).toList();
      assertThat(found).extracting(Device::name).containsExactly("Near", "Far");
      assertThat(found.get(1).uri()).contains(URI.create("wss://far.example/clasp"));
      assertThat(found.get(1).info().meta()).containsEntry("tags", "a,b");
      assertThat(found.get(1).endpoints()).containsOnlyKeys("ws");
    }
  }

  @Test
  void aSourceThatFailsIsToldAndTheOthersGoOn() throws Exception {
    Discovery.Owned near = open(null);
    near.announce(announcement("Near", "ws://127.0.0.1:8081/clasp"));
    try (Rendezvous server = new Rendezvous(503, "{}")) {
      Discovery.Search found = search(open(server.uri()));
      assertThat(found.devices()).hasSize(1);
      assertThat(found.failures())
          .extracting(each -> each.source())
          .containsExactly(Source.RENDEZVOUS);
    }
  }

  @Test
  void aSearchEndsWhenItIsClosed() throws Exception {
    Discovery.Owned discovery = Discovery.open(options(null).withTimeout(Duration.ofMinutes(5)));
    var running = discovery.discoverAll();
    discovery.close();
    assertThat(running.get(SECONDS, TimeUnit.SECONDS).devices()).isEmpty();
    assertThat(discovery.discoverAll().get(SECONDS, TimeUnit.SECONDS).devices()).isEmpty();
  }

  /** Requests of one source: at most twenty in a second are answered. */
  @Test
  void announcingAfterTheEndFails() throws Exception {
    Discovery.Owned discovery = open(null);
    discovery.close();
    java.util.concurrent.CompletableFuture<Void> announced =
        java.util.concurrent.CompletableFuture.runAsync(
            () -> {
              try {
                discovery.announce(announcement("Late", "ws://127.0.0.1:1/clasp"));
              } catch (IOException closed) {
                throw new java.io.UncheckedIOException(closed);
              }
            });
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> announced.get(2, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(IOException.class)
        .hasRootCauseMessage("discovery is closed");
  }

  /** A port that is just being closed may fail to say where it is. */
  @Test
  void aFailureToLookDoesNotEndLooking() throws Exception {
    java.util.concurrent.atomic.AtomicBoolean fails =
        new java.util.concurrent.atomic.AtomicBoolean();
    java.util.concurrent.CountDownLatch failed = new java.util.concurrent.CountDownLatch(1);
    java.util.concurrent.atomic.AtomicReference<Announcement> what =
        new java.util.concurrent.atomic.AtomicReference<>(
            announcement("First", "ws://127.0.0.1:8081/clasp"));
    opened.add(
        LanDiscovery.open(
            new Setup(options(null), false, port),
            () -> {
              if (fails.getAndSet(false)) {
                failed.countDown();
                throw new IllegalStateException("closing");
              }
              return what.get();
            }));
    fails.set(true);
    assertThat(failed.await(SECONDS, TimeUnit.SECONDS)).isTrue();
    what.set(announcement("Second", "ws://127.0.0.1:8081/clasp"));
    Discovery.Owned searching = open(null);
    List<String> names = List.of();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (!names.equals(List.of("Second"))) {
      assertThat(System.nanoTime()).as(names.toString()).isLessThan(deadline);
      names = search(searching).devices().stream().map(each -> each.device().name()).toList();
    }
  }

  @Test
  void aFloodOfRequestsIsNotAnsweredOneByOne() throws Exception {
    open(null).announce(announcement("Near", "ws://127.0.0.1:8081/clasp"));
    byte[] request = java.util.HexFormat.of().parseHex("530100100101000009446973636f766572790000");
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
      for (int i = 0; i < 100; i++) {
        socket.send(
            new DatagramPacket(request, request.length, InetAddress.getByName("127.0.0.1"), port));
      }
      socket.setSoTimeout(300);
      int answers = 0;
      DatagramPacket answer = new DatagramPacket(new byte[1000], 1000);
      try {
        while (true) {
          socket.receive(answer);
          assertThat(answer.getLength()).isLessThanOrEqualTo(120);
          answers++;
        }
      } catch (java.net.SocketTimeoutException quiet) {
        assertThat(answers).isBetween(1, 40);
      }
    }
  }

  /** A rendezvous server that always says the same. */
  private static final class Rendezvous implements AutoCloseable {
    private final HttpServer server;

    Rendezvous(int status, String answer) throws IOException {
      server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
      server.createContext(
          "/api/v1/discover",
          exchange -> {
            byte[] body = answer.getBytes(UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
          });
      server.start();
    }

    URI uri() {
      return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
