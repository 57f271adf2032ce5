package to.clasp.itests.load;

import java.io.FileInputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import to.clasp.protocol.Features;
import to.clasp.protocol.Hello;
import to.clasp.protocol.Ping;
import to.clasp.protocol.Pong;
import to.clasp.protocol.Publish;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Value;
import to.clasp.protocol.Welcome;
import to.clasp.protocol.codec.FrameCodec;
import to.clasp.transport.ConnectOptions;
import to.clasp.transport.Connector;
import to.clasp.transport.Frame;
import to.clasp.transport.Limits;
import to.clasp.transport.TlsOptions;

/**
 * What one publisher and one subscriber get through a relay, over any transport whose connector is
 * on the class path: messages per second with a window of unanswered ones, and the time from one to
 * the other at a fixed rate. A JVM on both ends: good to compare transports with each other, not
 * with figures of another generator.
 */
public final class LoadProbe implements AutoCloseable {
  private static final String ADDRESS = "/load/probe";
  private static final byte[] PAYLOAD = new byte[32];
  private static final byte[] TEMPLATE =
      FrameCodec.encode(Publish.of(ADDRESS, SignalType.EVENT, Value.Bytes.of(PAYLOAD)));
  private static final int STAMP = TEMPLATE.length - PAYLOAD.length;
  private static final Frame MESSAGE = Frame.wrap(TEMPLATE);

  private final LoadEnd publisher;
  private final LoadEnd subscriber;
  private final AtomicLong received = new AtomicLong();
  private final AtomicLong filling = new AtomicLong();
  private volatile int window;
  private volatile long[] latencies = {};
  private long sent;

  /**
   * Connects both ends and subscribes.
   *
   * @param connector for the scheme
   * @param to the relay
   * @param how options for both connections
   */
  public LoadProbe(Connector connector, URI to, ConnectOptions how) throws Exception {
    publisher = LoadEnd.connect(connector, to, how, new Ignoring());
    subscriber = LoadEnd.connect(connector, to, how, new Counting());
    for (LoadEnd end : List.of(publisher, subscriber)) {
      end.send(new Hello(1, Features.ALL, "load", null));
      end.await(Welcome.class);
      end.await(Snapshot.class);
    }
    subscriber.send(new Subscribe(1, ADDRESS, Features.ALL, SubscribeOptions.NONE));
    subscriber.send(Ping.INSTANCE);
    subscriber.await(Pong.class);
  }

  /**
   * Publishes as fast as a window allows.
   *
   * @param messages how many may be under way
   * @param warmSeconds how long before it is measured
   * @param seconds how long it is measured
   * @return delivered messages per second
   */
  public double rate(int messages, double warmSeconds, double seconds) {
    window = messages;
    publisher.run(this::fill);
    pause(warmSeconds);
    long before = received.get();
    long began = System.nanoTime();
    pause(seconds);
    double rate = (received.get() - before) * 1e9 / (System.nanoTime() - began);
    window = 0;
    pause(0.3);
    publisher.requireOpen();
    subscriber.requireOpen();
    return rate;
  }

  /** On the publisher's loop. What an unreliable transport has lost is given up while waiting. */
  private void fill() {
    filling.set(0);
    long under = sent - received.get();
    if (under >= window) {
      return;
    }
    for (; under < window; under++) {
      publisher.connection().write(MESSAGE);
      sent++;
    }
    publisher.connection().flush();
  }

  private void pause(double seconds) {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    long last = received.get();
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
      long now = received.get();
      if (now == last && window > 0) {
        publisher.run(
            () -> {
              sent = received.get();
              fill();
            });
      }
      last = now;
    }
  }

  /**
   * Publishes at a fixed rate and measures from the moment that was planned to the delivery.
   *
   * @param perSecond messages in a second
   * @param seconds how long; the first fifth does not count
   * @return times in nanoseconds, sorted
   */
  public long[] latencies(int perSecond, double seconds) {
    int count = (int) (perSecond * seconds);
    long[] measured = new long[count];
    Arrays.fill(measured, -1);
    latencies = measured;
    long began = System.nanoTime();
    for (int i = 0; i < count; i++) {
      long planned = began + i * 1_000_000_000L / perSecond;
      LockSupport.parkNanos(planned - System.nanoTime());
      byte[] frame = TEMPLATE.clone();
      ByteBuffer.wrap(frame).putLong(STAMP, planned).putInt(STAMP + Long.BYTES, i + 1);
      publisher.run(
          () -> {
            publisher.connection().write(Frame.wrap(frame));
            publisher.connection().flush();
          });
    }
    pause(0.5);
    latencies = new long[0];
    return Arrays.stream(measured).skip(count / 5).filter(nanos -> nanos >= 0).sorted().toArray();
  }

  @Override
  public void close() {
    publisher.close();
    subscriber.close();
  }

  private static final class Ignoring implements LoadEnd.Listener {
    @Override
    public void onPublish(byte[] buffer, int offset) {}

    @Override
    public void onBatch() {}
  }

  private final class Counting implements LoadEnd.Listener {
    private long unread;

    @Override
    public void onPublish(byte[] buffer, int offset) {
      unread++;
      long[] into = latencies;
      ByteBuffer frame = ByteBuffer.wrap(buffer);
      int number = frame.getInt(offset + STAMP + Long.BYTES) - 1;
      if (number >= 0 && number < into.length) {
        into[number] = System.nanoTime() - frame.getLong(offset + STAMP);
      }
    }

    @Override
    public void onBatch() {
      received.addAndGet(unread);
      unread = 0;
      if (window > 0 && filling.compareAndSet(0, 1)) {
        publisher.run(LoadProbe.this::fill);
      }
    }
  }

  /**
   * Measures and says so in one line: rate with a window of 256, and 1000 messages in a second.
   *
   * @param to the relay
   * @param how options for both connections
   * @return the line
   */
  public static String measure(URI to, ConnectOptions how) throws Exception {
    try (LoadProbe probe = new LoadProbe(connector(to.getScheme()), to, how)) {
      double rate = probe.rate(256, 5, 4);
      long[] times = probe.latencies(1000, 5);
      return String.format(
          Locale.ROOT,
          "load %-5s A W=256 %.0f msg/s; D 1000/s p50 %d us, p99 %d us, %d of 4000",
          to.getScheme(),
          rate,
          times[times.length / 2] / 1000,
          times[times.length * 99 / 100] / 1000,
          times.length);
    }
  }

  /**
   * Measures through relays that run.
   *
   * @param uris where they are; the system property {@code clasp.load.trust} names a certificate
   */
  public static void main(String... uris) throws Exception {
    for (String uri : uris) {
      System.out.println(
          measure(URI.create(uri), trusting(System.getProperty("clasp.load.trust"))));
    }
  }

  private static Connector connector(String scheme) {
    for (Connector connector : ServiceLoader.load(Connector.class)) {
      if (connector.schemes().contains(scheme)) {
        return connector;
      }
    }
    throw new IllegalArgumentException("no connector for " + scheme + " on the class path");
  }

  /**
   * Options that trust the certificates of a file.
   *
   * @param pem the file, or null for those that the platform trusts
   * @return the options
   */
  public static ConnectOptions trusting(String pem) throws Exception {
    List<X509Certificate> trusted = new ArrayList<>();
    if (pem != null) {
      try (FileInputStream in = new FileInputStream(pem)) {
        CertificateFactory.getInstance("X.509")
            .generateCertificates(in)
            .forEach(certificate -> trusted.add((X509Certificate) certificate));
      }
    }
    TlsOptions tls = new TlsOptions(trusted, null);
    return new ConnectOptions(ConnectOptions.DEFAULT.timeout(), Limits.LARGEST_FRAME, tls);
  }
}
