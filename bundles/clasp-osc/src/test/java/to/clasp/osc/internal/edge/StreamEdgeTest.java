package to.clasp.osc.internal.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import to.clasp.protocol.Set;
import to.clasp.protocol.Value;
import to.clasp.testkit.Await;
import to.clasp.testkit.RawClient;
import to.clasp.transport.netty.testing.LeakGuard;

/** What a program sees that speaks OSC over TCP. */
@ExtendWith(LeakGuard.class)
class StreamEdgeTest {
  private static final int END = 0xC0;

  private EdgeFixture edge;

  @AfterEach
  void close() {
    edge.close();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(edge.tcp().getHost(), edge.tcp().getPort());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static byte[] framed(byte[] packet) {
    return ByteBuffer.allocate(4 + packet.length).putInt(packet.length).put(packet).array();
  }

  private static void write(Socket to, byte[] packet) throws IOException {
    to.getOutputStream().write(framed(packet));
  }

  private static String read(Socket from) throws IOException {
    DataInputStream in = new DataInputStream(from.getInputStream());
    byte[] packet = new byte[in.readInt()];
    in.readFully(packet);
    return OscText.of(packet, packet.length);
  }

  private static void writeSlip(Socket to, byte[] packet) throws IOException {
    OutputStream out = to.getOutputStream();
    out.write(END);
    out.write(packet);
    out.write(END);
  }

  private static String readSlip(Socket from) throws IOException {
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    int next = from.getInputStream().read();
    assertThat(next).isEqualTo(END);
    for (next = from.getInputStream().read(); next != END; next = from.getInputStream().read()) {
      assertThat(next).isNotNegative();
      packet.write(next);
    }
    return OscText.of(packet.toByteArray(), packet.size());
  }

  @Test
  void bothFramingsAreSpokenOnOnePort() throws Exception {
    edge = new EdgeFixture(Map.of("tcpPort", 0));
    try (Socket old = connect();
        Socket slip = connect()) {
      write(old, OscText.message("/clasp/subscribe", "/**"));
      assertThat(read(old)).isEqualTo("/clasp/subscribed ,si [\"/**\",0]");
      writeSlip(slip, OscText.message("/clasp/subscribe", "/**"));
      assertThat(readSlip(slip)).isEqualTo("/clasp/subscribed ,si [\"/**\",0]");
      write(old, OscText.message("/a", 1));
      assertThat(readSlip(slip)).isEqualTo("/a ,i 1");
      writeSlip(slip, OscText.message("/b", 2.5f));
      assertThat(read(old)).isEqualTo("/b ,f 2.5");
    }
  }

  @Test
  void aConnectionThatLostItsFramingIsClosed() throws Exception {
    edge = new EdgeFixture(Map.of("tcpPort", 0));
    try (Socket socket = connect()) {
      socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes());
      assertThat(endOf(socket)).isTrue();
    }
  }

  private static boolean endOf(Socket socket) {
    try {
      return socket.getInputStream().read() < 0;
    } catch (IOException reset) {
      return !(reset instanceof SocketTimeoutException);
    }
  }

  @Test
  void aPacketThatIsNoOscIsSkipped() throws Exception {
    edge = new EdgeFixture(Map.of("tcpPort", 0));
    try (Socket socket = connect()) {
      write(socket, new byte[] {1, 2, 3});
      write(socket, OscText.message("/clasp/ping"));
      assertThat(read(socket)).isEqualTo("/clasp/pong , null");
    }
  }

  @Test
  void theSessionEndsWithTheConnection() throws Exception {
    edge = new EdgeFixture(Map.of("tcpPort", 0));
    try (Socket socket = connect()) {
      write(socket, OscText.message("/clasp/ping"));
      read(socket);
      assertThat(edge.router.router().sessions(5)).hasSize(1);
    }
    Await.until("the session is gone", () -> edge.router.router().sessions(5).isEmpty());
    Await.until("the place is free", () -> edge.edge.places().taken() == 0);
  }

  @Test
  void thereIsRoomForSoManyConnections() throws Exception {
    edge = new EdgeFixture(Map.of("tcpPort", 0, "maxSessions", 1));
    try (Socket one = connect()) {
      write(one, OscText.message("/clasp/ping"));
      read(one);
      try (Socket two = connect()) {
        assertThat(endOf(two)).isTrue();
      }
    }
  }

  /** The first of them wait until it is known who sends them. */
  @Test
  void nothingIsLostOfWhatIsSentAtOnce() throws Exception {
    edge = new EdgeFixture(Map.of("tcpPort", 0));
    int writes = 3000;
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < writes; i++) {
      all.writeBytes(framed(OscText.message("/a/" + i, i)));
    }
    all.writeBytes(framed(OscText.message("/a/*", -1)));
    for (int i = 0; i < writes; i++) {
      all.writeBytes(framed(OscText.message("/b/" + i, i)));
    }
    all.writeBytes(framed(OscText.message("/clasp/ping")));
    try (Socket socket = connect()) {
      socket.getOutputStream().write(all.toByteArray());
      assertThat(read(socket)).isEqualTo("/clasp/pong , null");
      assertThat(edge.router.router().status().params()).isEqualTo(2 * writes);
    }
  }

  /** Refusals do not pass through the router, which would stop reading. */
  @Test
  void whoDoesNotReadRefusalsIsNotReadEither() throws Exception {
    edge = new EdgeFixture(Map.of("tcpPort", 0));
    byte[] wrong = framed(OscText.message("/clasp/get"));
    byte[] many = new byte[wrong.length * 10_000];
    for (int i = 0; i < many.length; i += wrong.length) {
      System.arraycopy(wrong, 0, many, i, wrong.length);
    }
    AtomicInteger sent = new AtomicInteger();
    int all = 300;
    Thread writer;
    try (Socket socket = connect()) {
      writer = new Thread(() -> writeOften(socket, many, all, sent));
      writer.start();
      int before;
      do {
        before = sent.get();
        writer.join(3000);
      } while (sent.get() > before);
      assertThat(before).as("parts of 200 kB that were taken").isLessThan(all);
    }
    writer.join(10_000);
  }

  private static void writeOften(Socket to, byte[] bytes, int times, AtomicInteger sent) {
    try {
      while (sent.get() < times) {
        to.getOutputStream().write(bytes);
        sent.incrementAndGet();
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  /** What is there is told as far as it is read: it would be memory for each of many clients. */
  @Test
  void whoSubscribesAndDoesNotReadCostsLittleAndGetsAllInTheEnd() throws Exception {
    edge = new EdgeFixture(Map.of("tcpPort", 0));
    RawClient client = edge.client();
    int params = 600;
    writeLarge(client, params);
    long before = edge.directMemory();
    try (Socket socket = connect();
        Socket other = connect()) {
      write(socket, OscText.message("/clasp/subscribe", "/p/*"));
      Await.until("it is subscribed", () -> edge.router.router().status().subscriptions() == 1);
      write(other, OscText.message("/clasp/ping"));
      assertThat(read(other)).startsWith("/clasp/pong");
      assertThat(edge.directMemory() - before).isLessThan(16L << 20);
      client.send(Set.of("/osc/p/" + (params - 1), Value.of("last")));
      client.drain();
      assertThat(read(socket)).isEqualTo("/clasp/subscribed ,si [\"/p/*\"," + params + "]");
      java.util.Set<String> told = new HashSet<>();
      for (int i = 0; i < params; i++) {
        String next = read(socket);
        told.add(next.substring(0, next.indexOf(' ')));
      }
      assertThat(told).as("each of them once").hasSize(params);
    }
  }

  private static void writeLarge(RawClient client, int params) {
    String text = "v".repeat(50_000);
    for (int i = 0; i < params; i++) {
      client.send(Set.of("/osc/p/" + i, Value.of(text)));
    }
    client.drain();
  }

  @Test
  void whoUnsubscribesIsNotToldTheRestOfWhatIsThere() throws Exception {
    edge = new EdgeFixture(Map.of("tcpPort", 0));
    int params = 600;
    writeLarge(edge.client(), params);
    try (Socket socket = connect()) {
      write(socket, OscText.message("/clasp/subscribe", "/p/*"));
      Await.until("it is subscribed", () -> edge.router.router().status().subscriptions() == 1);
      write(socket, OscText.message("/clasp/unsubscribe"));
      Await.until("it is not any more", () -> edge.router.router().status().subscriptions() == 0);
      write(socket, OscText.message("/end", 1));
      write(socket, OscText.message("/clasp/get", "/end"));
      int told = 0;
      while (!read(socket).equals("/end ,i 1")) {
        told++;
      }
      assertThat(told).isLessThan(params);
    }
  }

  /** A reader that stops gets the last value of each param, and nothing piles up for it. */
  @Test
  void whoDoesNotReadIsLateButNotStale() throws Exception {
    edge = new EdgeFixture(Map.of("tcpPort", 0));
    try (Socket socket = connect()) {
      write(socket, OscText.message("/clasp/subscribe", "/**"));
      assertThat(read(socket)).startsWith("/clasp/subscribed");
      RawClient client = edge.client();
      String text = "v".repeat(8000);
      int writes = 4000;
      for (int i = 1; i <= writes; i++) {
        client.send(Set.of("/osc/a", Value.of(text + i)));
        if (i % 100 == 0) {
          client.drain();
        }
      }
      long conflated =
          edge.router.router().sessions(5).stream()
              .mapToLong(session -> session.drops().paramsConflated())
              .sum();
      assertThat(conflated).isPositive();
      String last;
      int received = 0;
      do {
        last = read(socket);
        received++;
      } while (!last.endsWith("v" + writes + "\""));
      assertThat(received).isLessThan(writes);
    }
  }
}
