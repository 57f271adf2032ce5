package to.clasp.discovery.internal.broadcast;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.discovery.internal.Served;
import to.clasp.discovery.internal.net.Link;
import to.clasp.discovery.internal.net.Loop;
import to.clasp.discovery.internal.net.ReplyLimit;

/**
 * Answers those who ask by broadcast. Only who is on a network of this host gets an answer, at most
 * {@value #REPLIES_TO_SOURCE} in a second, {@value #REPLIES} all together. Several processes of a
 * host may have the port: all of them get what is broadcast. Used on the thread of its loop.
 */
public final class BroadcastResponder implements AutoCloseable {
  static final int REPLIES_TO_SOURCE = 20;
  static final int REPLIES = 100;

  private static final Logger LOG = LoggerFactory.getLogger(BroadcastResponder.class);

  private final DatagramChannel channel;
  private final String id;
  private final ReplyLimit limit;
  private final Clock clock;
  private List<Link> links = List.of();
  private Served served;

  /**
   * Opens the port.
   *
   * @param loop reads it
   * @param port its number, 1 to 65535
   * @param id what this device is known by
   * @throws IOException if the port cannot be opened; names it and says why
   */
  public BroadcastResponder(Loop loop, int port, String id) throws IOException {
    this.id = id;
    this.clock = Clock.systemUTC();
    this.limit = new ReplyLimit(REPLIES_TO_SOURCE, REPLIES, loop::millis);
    this.channel = DatagramChannel.open(StandardProtocolFamily.INET);
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.bind(new InetSocketAddress(port));
      loop.read(channel, this::received);
    } catch (IOException failure) {
      Loop.closeQuietly(channel);
      throw new IOException(
          "cannot listen for discovery on port %d/udp: %s; QUIC may have it, whose usual port is 7331 too"
              .formatted(port, failure.getMessage()),
          failure);
    }
  }

  /**
   * Answers with something from now on.
   *
   * @param next what is announced; null for nothing
   * @param nearby the networks there are now, loopback included
   */
  public void answer(Served next, List<Link> nearby) {
    served = next;
    links = List.copyOf(nearby);
  }

  private void received(byte[] bytes, int length, InetSocketAddress from) {
    if (served == null
        || !served.isWeb()
        || !isServed(from.getAddress())
        || !Request.isOne(bytes, length)
        || !limit.admits(from.getAddress())) {
      return;
    }
    Reply.to(served, id, micros(), length).ifPresent(reply -> send(reply, from));
  }

  /** Somebody on a network where the main endpoint can be reached. */
  private boolean isServed(InetAddress source) {
    return links.stream()
        .anyMatch(link -> link.contains(source) && !served.addressesOn(link).isEmpty());
  }

  private long micros() {
    Instant now = clock.instant();
    return TimeUnit.SECONDS.toMicros(now.getEpochSecond())
        + TimeUnit.NANOSECONDS.toMicros(now.getNano());
  }

  private void send(byte[] reply, InetSocketAddress to) {
    try {
      channel.send(ByteBuffer.wrap(reply), to);
    } catch (IOException lost) {
      LOG.debug("cannot answer {}", to, lost);
    }
  }

  @Override
  public void close() {
    Loop.closeQuietly(channel);
  }
}
