package to.clasp.itests.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/**
 * Registrations and discoveries per second at a rendezvous server, over a few connections that each
 * wait for their answer.
 */
final class RendezvousProbe {
  private static final int CONNECTIONS = 16;
  private static final int DEVICES = 500;
  private static final long WARM_UP = 4_000_000_000L;
  private static final long MEASURED = 4_000_000_000L;

  private final URI server;
  private final AtomicLong numbers = new AtomicLong();

  private RendezvousProbe(URI server) {
    this.server = server;
  }

  public static void main(String... servers) throws Exception {
    new RendezvousProbe(URI.create(servers[0])).run();
  }

  private void run() throws Exception {
    for (int i = 0; i < DEVICES; i++) {
      try (Connection one = new Connection(server)) {
        one.ask(registration(numbers.incrementAndGet()));
      }
    }
    measure("discover (100 of 500)", i -> discovery(""));
    measure("discover (all 500)", i -> discovery("?limit=1000"));
    measure("discover (tag, 50 of 500)", i -> discovery("?tag=group" + i % 10));
    measure("discover (tag and feature, 25)", i -> discovery("?feature=param&tag=group" + i % 10));
    measure("register", i -> registration(numbers.incrementAndGet()));
  }

  private static byte[] discovery(String query) {
    return ("GET /api/v1/discover" + query + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(ISO_8859_1);
  }

  private static byte[] registration(long number) {
    String body =
        ("{\"name\":\"Device %d\",\"endpoints\":{\"ws\":\"ws://192.0.2.1:7330/clasp\"},"
                + "\"features\":[\"%s\",\"event\"],\"tags\":[\"group%d\"],"
                + "\"metadata\":{\"room\":\"12\"}}")
            .formatted(number, number % 20 < 10 ? "param" : "stream", number % 10);
    return ("POST /api/v1/register HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            + "Content-Length: "
            + body.length()
            + "\r\n\r\n"
            + body)
        .getBytes(ISO_8859_1);
  }

  private void measure(String what, LongFunction<byte[]> request) throws Exception {
    rate(request, WARM_UP);
    System.out.printf("%-32s %8.0f/s%n", what, rate(request, MEASURED));
  }

  private double rate(LongFunction<byte[]> request, long nanos) throws Exception {
    AtomicLong done = new AtomicLong();
    List<Thread> threads = new ArrayList<>();
    List<Throwable> failures = new ArrayList<>();
    long begin = System.nanoTime();
    for (int i = 0; i < CONNECTIONS; i++) {
      Thread thread = new Thread(() -> ask(request, begin + nanos, done));
      thread.setUncaughtExceptionHandler((which, failure) -> failures.add(failure));
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    if (!failures.isEmpty()) {
      throw new IllegalStateException(failures.get(0));
    }
    return done.get() * 1e9 / (System.nanoTime() - begin);
  }

  private void ask(LongFunction<byte[]> request, long end, AtomicLong done) {
    try (Connection connection = new Connection(server)) {
      while (System.nanoTime() < end) {
        connection.ask(request.apply(done.get()));
        done.incrementAndGet();
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One connection that stays open. */
  private static final class Connection implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    Connection(URI server) throws IOException {
      socket = new Socket(server.getHost(), server.getPort());
      socket.setTcpNoDelay(true);
      in = new BufferedInputStream(socket.getInputStream(), 65_536);
    }

    void ask(byte[] request) throws IOException {
      socket.getOutputStream().write(request);
      String status = line();
      if (!status.startsWith("HTTP/1.1 20")) {
        throw new IOException(status);
      }
      int length = 0;
      for (String header = line(); !header.isEmpty(); header = line()) {
        if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
          length = Integer.parseInt(header.substring(15).strip());
        }
      }
      in.skipNBytes(length);
    }

    private String line() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int next = in.read(); next != '\n'; next = in.read()) {
        if (next < 0) {
          throw new IOException("the server has closed the connection");
        }
        if (next != '\r') {
          line.append((char) next);
        }
      }
      return line.toString();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
