package to.clasp.rendezvous.internal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static to.clasp.rendezvous.internal.server.RendezvousFixture.device;
import static to.clasp.rendezvous.internal.server.RendezvousFixture.field;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import to.clasp.rendezvous.Registration;

/** Devices in a file. */
class StoreTest {
  @TempDir Path folder;

  private Map<String, Object> settings(Object... more) {
    Map<String, Object> settings = new HashMap<>(Map.of("ttlSeconds", 100));
    settings.put("storeFile", folder.resolve("devices").toString());
    for (int i = 0; i < more.length; i += 2) {
      settings.put((String) more[i], more[i + 1]);
    }
    return settings;
  }

  private static RendezvousFixture at(AtomicLong time, Map<String, Object> settings) {
    return new RendezvousFixture(settings, RendezvousFixture.OPEN, time);
  }

  @Test
  void devicesOutliveARestartWithTheirOrderOwnersAndWhatIsLeftOfTheirTime() throws Exception {
    AtomicLong time = new AtomicLong();
    HttpResponse<String> kept;
    String before;
    try (RendezvousFixture server = at(time, settings())) {
      server.registerFrom("192.0.2.1", device("expired"));
      kept =
          server.register("{\"name\":\"kept\",\"endpoints\":{\"ws\":\"ws://h\"},\"tags\":[\"t\"]}");
      server.pass(Duration.ofSeconds(1));
      server.register(device("older"));
      server.pass(Duration.ofMillis(1));
      server.register(device("young"));
      server.pass(Duration.ofSeconds(50));
      server.send("POST", "refresh/" + field(kept, "id"), "");
      server.pass(Duration.ofSeconds(1));
      before = server.discover("?limit=1");
    }
    time.addAndGet(Duration.ofSeconds(48).toNanos());
    try (RendezvousFixture server = at(time, settings("owner", "strict"))) {
      assertThat(server.names("")).containsExactly("kept", "young", "older");
      assertThat(server.discover("?tag=t")).isEqualTo(before);
      String refresh = "refresh/" + field(kept, "id");
      assertThat(server.send("POST", refresh, "").statusCode()).isEqualTo(403);
      assertThat(
              server
                  .send("POST", refresh, "", "X-Clasp-Secret", field(kept, "secret"))
                  .statusCode())
          .isEqualTo(200);
      server.pass(Duration.ofSeconds(2));
      assertThat(server.names("")).containsExactly("kept");
    }
  }

  @Test
  void whatWasRemovedStaysRemoved() throws Exception {
    try (RendezvousFixture server = new RendezvousFixture(settings())) {
      String id = field(server.register(device("a")), "id");
      server.register(device("b"));
      server.send("DELETE", "unregister/" + id, "");
    }
    try (RendezvousFixture server = new RendezvousFixture(settings())) {
      assertThat(server.names("")).containsExactly("b");
    }
  }

  @Test
  void lowerBoundsHoldForWhatIsInTheFile() throws Exception {
    try (RendezvousFixture server = new RendezvousFixture(settings())) {
      for (int i = 0; i < 5; i++) {
        server.pass(Duration.ofMillis(1));
        server.register(device("n" + i));
      }
    }
    try (RendezvousFixture server = new RendezvousFixture(settings("maxDevices", 2))) {
      assertThat(server.names("")).containsExactly("n4", "n3");
    }
  }

  @Test
  void aBrokenFileIsPutAsideAndBegunAnew() throws Exception {
    Path file = folder.resolve("devices");
    Files.writeString(file, "this is no store".repeat(1000));
    try (RendezvousFixture server = new RendezvousFixture(settings())) {
      assertThat(server.register(device("a")).statusCode()).isEqualTo(201);
    }
    assertThat(folder.resolve("devices.broken")).exists();
    try (RendezvousFixture server = new RendezvousFixture(settings())) {
      assertThat(server.names("")).containsExactly("a");
    }
  }

  /** There is a server again with what can be read, and it keeps what registers from then on. */
  @Test
  void aFileThatIsDamagedAnywhereDoesNotKeepTheServerFromStarting() throws Exception {
    byte[] whole = filled();
    int saved = 0;
    for (int at = 0; at < whole.length; at += whole.length / 12) {
      byte[] damaged = whole.clone();
      Arrays.fill(damaged, at, Math.min(at + 64, whole.length), (byte) 0xA5);
      saved += startsWith(damaged, "damaged at " + at);
    }
    assertThat(saved / 12).as("devices that are left of 90, on average").isGreaterThan(45);
  }

  /** As after a power failure, or a disk that was full. */
  @Test
  void aFileThatWasCutOffAnywhereDoesNotKeepTheServerFromStarting() throws Exception {
    byte[] whole = filled();
    for (int length : new int[] {0, 1, 100, 4095, 4096, 4097, 8191, 8192, 8193}) {
      startsWith(Arrays.copyOf(whole, length), "cut at " + length);
    }
    for (int length = 1; length < 12; length++) {
      startsWith(Arrays.copyOf(whole, whole.length * length / 12), "cut at " + length + "/12");
    }
  }

  @Test
  void aDeviceThatIsDamagedIsLostAlone() throws Exception {
    byte[] damaged = filled();
    int device = new String(damaged, StandardCharsets.ISO_8859_1).indexOf("\"name\":\"n");
    Arrays.fill(damaged, device, device + 8, (byte) 0xA5);
    Files.write(folder.resolve("devices"), damaged);
    Rendezvous server = new Rendezvous(RendezvousFixture.config(settings()));
    assertThat(server.directory().size()).isEqualTo(89);
    server.close();
  }

  /** Also where not even the first page of a map can be read: those are written last. */
  @Test
  void aDamagedFileIsLetGo() throws Exception {
    byte[] whole = filled();
    Set<Thread> before = writers();
    for (int at = whole.length - 8192; at < whole.length - 4096; at += 1024) {
      byte[] damaged = whole.clone();
      Arrays.fill(damaged, at, Math.min(at + 1024, whole.length), (byte) 0xA5);
      Files.write(folder.resolve("devices"), damaged);
      FileStore.open(folder.resolve("devices")).close();
    }
    for (Thread writer : writers()) {
      if (!before.contains(writer)) {
        writer.join(5_000);
        assertThat(writer.isAlive()).as(writer.getName()).isFalse();
      }
    }
  }

  private static Set<Thread> writers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("MVStore"))
        .collect(Collectors.toSet());
  }

  private byte[] filled() throws Exception {
    Rendezvous server = new Rendezvous(RendezvousFixture.config(settings()));
    for (int i = 0; i < 90; i++) {
      register(server, "n" + i + "x".repeat(100));
    }
    server.close();
    return Files.readAllBytes(folder.resolve("devices"));
  }

  private int startsWith(byte[] file, String what) throws Exception {
    Files.write(folder.resolve("devices"), file);
    RendezvousConfig config = RendezvousFixture.config(settings());
    Rendezvous server = new Rendezvous(config);
    register(server, "new");
    int known = server.directory().size();
    server.close();
    Rendezvous again = new Rendezvous(config);
    assertThat(again.directory().size()).as(what).isPositive().isEqualTo(known);
    again.close();
    return known;
  }

  private static void register(Rendezvous server, String name) throws Refused {
    Registration device = new Registration(name, Map.of());
    server.directory().register(new RegistrationReader.Wish(device, false), "s", null);
  }

  /** The threads of the HTTP server are interrupted when it ends; the file must outlive that. */
  @Test
  void anInterruptedRequestDoesNotEndTheFile() throws Exception {
    try (RendezvousFixture server = new RendezvousFixture(settings())) {
      Thread.currentThread().interrupt();
      try {
        for (int i = 0; i < 3000; i++) {
          Registration device =
              new Registration("n" + i + "x".repeat(100), Map.of("ws", "ws://" + "h".repeat(500)));
          server
              .rendezvous
              .directory()
              .register(new RegistrationReader.Wish(device, false), "s" + i, null);
        }
      } finally {
        assertThat(Thread.interrupted()).isTrue();
      }
    }
    try (RendezvousFixture server = new RendezvousFixture(settings())) {
      assertThat(server.rendezvous.directory().size()).isEqualTo(3000);
    }
  }

  @Test
  void aFileThatCannotBeUsedEndsTheStartWithItsKey() {
    Map<String, Object> settings = settings("storeFile", folder.resolve("no/such").toString());
    assertThatThrownBy(() -> new RendezvousFixture(settings))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("storeFile", "no/such");
  }

  @Test
  void aFileIsUsedByOneServer() {
    try (RendezvousFixture first = new RendezvousFixture(settings())) {
      assertThat(first.uri()).isNotNull();
      assertThatThrownBy(() -> new RendezvousFixture(settings()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("storeFile");
    }
  }

  @Test
  void theFileMayChangeWhileDevicesAreThere() throws Exception {
    try (RendezvousFixture server = new RendezvousFixture(Map.of())) {
      server.register(device("a"));
      server.rendezvous.modified(RendezvousFixture.config(settings()));
      server.register(device("b"));
      assertThat(server.names("")).containsExactly("b", "a");
    }
    try (RendezvousFixture server = new RendezvousFixture(settings())) {
      assertThat(server.names("")).containsExactlyInAnyOrder("b", "a");
    }
  }

  /** As after an error of the disk, which closes the store. */
  @Test
  void aStoreThatFailsLeavesTheDevicesInMemory() throws Exception {
    Store store = FileStore.open(folder.resolve("devices"));
    Directory directory =
        new Directory(Settings.of(RendezvousFixture.config(Map.of())), Time.SYSTEM);
    directory.use(store);
    store.close();
    Registration device = new Registration("a", Map.of());
    Directory.Registered registered =
        directory.register(new RegistrationReader.Wish(device, false), "s", null);
    directory.refresh(registered.id(), null);
    assertThat(directory.size()).isEqualTo(1);
    directory.unregister(registered.id(), null);
    directory.close();
  }
}
