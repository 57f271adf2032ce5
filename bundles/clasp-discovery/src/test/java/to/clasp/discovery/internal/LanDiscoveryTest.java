package to.clasp.discovery.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
import to.clasp.discovery.Sighting;
import to.clasp.discovery.Source;
import to.clasp.protocol.Features;

/** Broadcasts that do not leave this host; mDNS is tested between hosts, in itests/discovery. */
class LanDiscoveryTest {
  private static final long SECONDS = 60;

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

  private DiscoveryOptions options() {
    return new DiscoveryOptions(
        false, true, port, Duration.ofMillis(300), null, null, null, Set.of("lo"));
  }

  private Discovery.Owned open() throws IOException {
    Discovery.Owned discovery = Discovery.open(options());
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

  /** Searches until the names are as wanted: on a busy machine answers come too late for one. */
  private static List<Device> await(Discovery discovery, String... wanted) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (true) {
      List<Device> found = search(discovery).devices().stream().map(Sighting::device).toList();
      List<String> names = found.stream().map(Device::name).sorted().toList();
      if (names.equals(List.of(wanted))) {
        return found;
      }
      assertThat(System.nanoTime()).as(names.toString()).isLessThan(end);
    }
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
    Discovery.Owned first = open();
    Discovery.Owned second = open();
    first.announce(announcement("First", "ws://127.0.0.1:8081/clasp"));
    second.announce(announcement("Second", "ws://127.0.0.1:7330/clasp"));
    assertThat(await(first, "Second").get(0).uri())
        .contains(URI.create("ws://127.0.0.1:7330/clasp"));
    assertThat(await(second, "First").get(0).uri())
        .contains(URI.create("ws://127.0.0.1:8081/clasp"));
    await(open(), "First", "Second");
  }

  @Test
  void whatIsNotThereAnyMoreIsLostAtTheNextSearch() throws Exception {
    Discovery.Owned first = open();
    first.announce(announcement("First", "ws://127.0.0.1:8081/clasp"));
    Discovery.Owned second = open();
    BlockingQueue<DiscoveryEvent> events = listen(second);
    await(second, "First");
    assertThat(events.poll(SECONDS, TimeUnit.SECONDS)).isInstanceOf(Found.class);
    first.announce(announcement("First"));
    await(second);
    assertThat(events.poll(SECONDS, TimeUnit.SECONDS)).isInstanceOf(Lost.class);
    second.close();
    awaitTheEnd(events);
  }

  /** Before it, late answers may have come and gone on a busy machine. */
  private static void awaitTheEnd(BlockingQueue<DiscoveryEvent> events) throws Exception {
    DiscoveryEvent event;
    do {
      event = events.poll(SECONDS, TimeUnit.SECONDS);
      assertThat(event).isNotNull();
    } while (!(event instanceof DiscoveryEvent.Failed));
  }

  @Test
  void whoSubscribesAfterTheEndIsToldSo() throws Exception {
    Discovery.Owned discovery = open();
    discovery.close();
    awaitTheEnd(listen(discovery));
  }

  @Test
  void devicesThatAreAddedStayUntilTheyAreRemoved() throws Exception {
    Discovery.Owned discovery = open();
    Device added = new Device("mine", "Mine", DeviceInfo.UNKNOWN, java.util.Map.of());
    assertThat(discovery.add(added)).isTrue();
    await(discovery, "Mine");
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
  void aSearchEndsWhenItIsClosed() throws Exception {
    Discovery.Owned discovery = Discovery.open(options().withTimeout(Duration.ofMinutes(5)));
    var running = discovery.discoverAll();
    discovery.close();
    assertThat(running.get(SECONDS, TimeUnit.SECONDS).devices()).isEmpty();
    assertThat(discovery.discoverAll().get(SECONDS, TimeUnit.SECONDS).devices()).isEmpty();
  }

  @Test
  void announcingAfterTheEndFails() throws Exception {
    Discovery.Owned discovery = open();
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
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> announced.get(SECONDS, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(IOException.class)
        .hasRootCauseMessage("discovery is closed");
  }

  /** A port that is just being closed may fail to say where it is. */
  @Test
  void aFailureToLookDoesNotEndLooking() throws Exception {
    AtomicBoolean fails = new AtomicBoolean();
    java.util.concurrent.CountDownLatch failed = new java.util.concurrent.CountDownLatch(1);
    java.util.concurrent.atomic.AtomicReference<Announcement> what =
        new java.util.concurrent.atomic.AtomicReference<>(
            announcement("First", "ws://127.0.0.1:8081/clasp"));
    opened.add(
        LanDiscovery.open(
            new Setup(options(), false, port),
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
    await(open(), "Second");
  }

  /** Else nobody could ever search again. */
  @Test
  void aSearchEndsAlthoughEndpointsFailToSayWhereTheyAre() throws Exception {
    AtomicBoolean fails = new AtomicBoolean();
    LanDiscovery discovery =
        LanDiscovery.open(new Setup(options(), true, 0), () -> unless(fails, null));
    opened.add(discovery);
    discovery.announceOthers(() -> unless(fails, List.of()));
    open().announce(announcement("Near", "ws://127.0.0.1:8081/clasp"));
    fails.set(true);
    await(discovery, "Near");
  }

  private static <T> T unless(AtomicBoolean fails, T value) {
    if (fails.get()) {
      throw new IllegalStateException("closing");
    }
    return value;
  }

  /** Of one source at most twenty in a second are answered, however long the test takes. */
  @Test
  void aFloodOfRequestsIsNotAnsweredOneByOne() throws Exception {
    Discovery.Owned near = open();
    near.announce(announcement("Near", "ws://127.0.0.1:8081/clasp"));
    await(open(), "Near");
    byte[] request = java.util.HexFormat.of().parseHex("530100100101000009446973636f766572790000");
    InetAddress host = InetAddress.getByName("127.0.0.1");
    try (DatagramSocket socket = new DatagramSocket(0, host)) {
      long begin = System.nanoTime();
      int answers = 0;
      for (int i = 0; i < 10 || answers == 0; i++) {
        assertThat(i).isLessThan(1000);
        for (int j = 0; j < 20; j++) {
          socket.send(new DatagramPacket(request, request.length, host, port));
        }
        answers += answersUntilItIsQuiet(socket);
      }
      long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
      assertThat(answers).isBetween(1, (int) (20 * (seconds + 2)));
    }
  }

  private static int answersUntilItIsQuiet(DatagramSocket socket) throws IOException {
    DatagramPacket answer = new DatagramPacket(new byte[1000], 1000);
    socket.setSoTimeout(50);
    int answers = 0;
    try {
      while (true) {
        socket.receive(answer);
        assertThat(answer.getLength()).isLessThanOrEqualTo(120);
        answers++;
      }
    } catch (java.net.SocketTimeoutException quiet) {
      return answers;
    }
  }
}
