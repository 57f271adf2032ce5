package to.clasp.itests.client;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import to.clasp.client.ClaspClient;
import to.clasp.itests.support.Relay;
import to.clasp.transport.TlsOptions;

/** Clients of one JVM share its loops. */
class ThousandClientsIT {
  private static final int FEW = 20;
  private static final int MANY = 1000;

  private static Relay relay;

  @BeforeAll
  static void start() throws Exception {
    relay = Relay.start("--max-sessions", String.valueOf(2 * MANY));
  }

  @AfterAll
  static void stop() {
    if (relay != null) {
      relay.close();
    }
  }

  static List<Way> ways() {
    return List.of(
        Way.found(relay.uri(), TlsOptions.DEFAULT), Way.jdk(relay.uri(), TlsOptions.DEFAULT));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void aThousandClientsTakeNoMoreThreadsThanTwenty(Way way) throws Exception {
    List<ClaspClient> clients = new ArrayList<>(connect(way, FEW));
    TreeMap<String, Long> threadsOfFew = threads();
    long before = usedBytes();
    long begin = System.nanoTime();
    clients.addAll(connect(way, MANY - FEW));
    long millis = (System.nanoTime() - begin) / 1_000_000;
    AtomicInteger told = new AtomicInteger();
    for (ClaspClient client : clients) {
      Waits.get(client.on("/all", (address, value) -> told.incrementAndGet()).ready());
    }
    Waits.get(clients.get(0).set("/all", 1));
    Waits.until("all are told", () -> told.get() >= MANY);

    // Workers are many while clients connect, and end when idle.
    Waits.until("threads are as few as before", () -> noneOfMore(threads(), threadsOfFew));
    System.out.printf(
        "%s: %d clients connected in %d ms, %d KiB of heap each, threads %s%n",
        way, MANY, millis, (usedBytes() - before) / (MANY - FEW) / 1024, threadsOfFew);
    Waits.get(clients.get(0).set("/all", null));
    clients.stream().parallel().forEach(ClaspClient::close);
    Waits.until("all are closed", () -> clients.stream().allMatch(one -> one.closed().isDone()));
  }

  private static boolean noneOfMore(Map<String, Long> now, Map<String, Long> before) {
    return now.entrySet().stream()
        .allMatch(kind -> kind.getValue() <= before.getOrDefault(kind.getKey(), 0L));
  }

  private static List<ClaspClient> connect(Way way, int count) throws Exception {
    List<CompletableFuture<ClaspClient>> all =
        IntStream.range(0, count).mapToObj(i -> way.builder().connectAsync()).toList();
    List<ClaspClient> connected = new ArrayList<>();
    for (CompletableFuture<ClaspClient> one : all) {
      connected.add(one.get(60, TimeUnit.SECONDS));
    }
    return connected;
  }

  /** The threads of client and transports, numbers left out. */
  private static TreeMap<String, Long> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("clasp-") || name.startsWith("HttpClient-"))
        .map(name -> name.replaceAll("\\d+", "N"))
        .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
  }

  private static long usedBytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
