package to.clasp.p2p.internal.wire;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import to.clasp.p2p.SendResult;

/**
 * Reliable messages to a peer of our kind. Packets are kept until they are acknowledged; when the
 * way changes, or no acknowledgement comes, all that are kept are sent again, in order.
 */
public final class ReliableOutbox implements Outbox {
  /** Messages up to this size share a packet with others. */
  private static final int SMALL = 4096;

  private static final int MAX_BACKOFF = 8;

  /** A peer that acknowledges nothing for so long is taken for gone. */
  static final Duration GIVE_UP = Duration.ofSeconds(60);

  /** A packet, and the messages that are on their way when it is sent first. */
  private record Kept(byte[] packet, List<Outgoing> complete) {
    boolean beginsMessage() {
      return packet[8] == 0 && packet[9] == 0;
    }
  }

  private final IntSupplier streams;
  private final LongSupplier clock;
  private final Queue<Outgoing> waiting = new ArrayDeque<>();

  /** Packets on their way, and behind them those that have to be sent again. */
  private final Deque<Kept> sent = new ArrayDeque<>();

  private final Deque<Kept> again = new ArrayDeque<>();
  private int stream;
  private int acknowledged;
  private int made;
  private long sentBytes;
  private Outgoing cutting;
  private int nextPart;
  private Path path;
  private long progress;
  private long lastTry;
  private int backoff = 1;

  /**
   * An empty one.
   *
   * @param streams numbers of its streams, one after the other
   * @param clock the time in ns
   */
  public ReliableOutbox(IntSupplier streams, LongSupplier clock) {
    this.streams = streams;
    this.stream = streams.getAsInt();
    this.clock = clock;
  }

  @Override
  public void add(Outgoing message) {
    waiting.add(message);
  }

  @Override
  public void pump(Path now) {
    if (path != now) {
      path = now;
      backoff = 1;
      sendAgain();
    }
    while (hasRoom()) {
      boolean idle = !isUnacknowledged();
      Kept next = again.isEmpty() ? cut() : again.poll();
      if (next == null) {
        return;
      }
      if (idle) {
        progress(clock.getAsLong());
      }
      if (!path.send(next.packet, true, true)) {
        again.addFirst(next);
        return;
      }
      sent.add(next);
      sentBytes += next.packet.length;
      SendResult kind = path.kind();
      next.complete.forEach(message -> message.result().complete(kind));
    }
  }

  private boolean hasRoom() {
    return sentBytes < path.windowBytes()
        && sent.size() < path.windowPackets()
        && path.hasRoom(true);
  }

  private void progress(long now) {
    progress = now;
    lastTry = now;
    backoff = 1;
  }

  private Kept cut() {
    if (cutting == null && waiting.isEmpty()) {
      return null;
    }
    if (cutting == null && waiting.element().bytes().length <= SMALL) {
      return number(cutBatch());
    }
    return number(cutPart());
  }

  private Kept number(Kept kept) {
    Packet.number(kept.packet, stream, made++);
    return kept;
  }

  private Kept cutBatch() {
    List<Outgoing> together = new ArrayList<>();
    int used = 0;
    while (!waiting.isEmpty()) {
      int size = Packet.BATCH_ENTRY + waiting.element().bytes().length;
      if (size > Packet.BATCH_ENTRY + SMALL || used + size > Packet.PART) {
        break;
      }
      used += size;
      together.add(waiting.remove());
    }
    if (together.size() == 1) {
      byte[] only = together.get(0).bytes();
      return new Kept(Packet.data(Kind.DATA, 0, 1, only, 0, only.length), together);
    }
    return new Kept(
        Packet.batch(Kind.BATCH, together.stream().map(Outgoing::bytes).toList()), together);
  }

  private Kept cutPart() {
    if (cutting == null) {
      cutting = waiting.remove();
      nextPart = 0;
    }
    byte[] message = cutting.bytes();
    int total = Math.max(1, (message.length + Packet.PART - 1) / Packet.PART);
    int offset = nextPart * Packet.PART;
    int length = Math.min(Packet.PART, message.length - offset);
    byte[] packet = Packet.data(Kind.DATA, nextPart, total, message, offset, length);
    List<Outgoing> complete = ++nextPart == total ? List.of(cutting) : List.of();
    if (nextPart == total) {
      cutting = null;
    }
    return new Kept(packet, complete);
  }

  /**
   * The peer has got all packets before a number. One about packets that were never sent is none.
   */
  public void acknowledge(int aboutStream, int next) {
    int count = next - acknowledged;
    if (aboutStream != stream || count <= 0 || count > made - acknowledged) {
      return;
    }
    for (int i = 0; i < count; i++) {
      Kept first = sent.poll();
      if (first == null) {
        first = again.remove();
      } else {
        sentBytes -= first.packet.length;
      }
      // It went by the way before, or is told to the peer by a router that lost the answer.
      first.complete.forEach(message -> message.result().complete(path.kind()));
    }
    acknowledged = next;
    progress(clock.getAsLong());
  }

  /** The peer does not know the stream: it begins anew, with the first whole message kept. */
  public void restart(int unknownStream) {
    if (unknownStream != stream) {
      return;
    }
    sendAgain();
    while (!again.isEmpty() && !again.element().beginsMessage()) {
      refuseAll(again.remove().complete);
    }
    if (again.isEmpty() && cutting != null) {
      refuseAll(List.of(cutting));
      cutting = null;
    }
    beginStream();
    again.forEach(this::number);
  }

  private void beginStream() {
    stream = streams.getAsInt();
    acknowledged = 0;
    made = 0;
  }

  private static void refuseAll(List<Outgoing> messages) {
    messages.forEach(message -> message.refuse("the peer began anew and lost a part of it"));
  }

  /** Everything that is kept is to be sent again. */
  private void sendAgain() {
    while (!sent.isEmpty()) {
      again.addFirst(sent.removeLast());
    }
    sentBytes = 0;
    lastTry = clock.getAsLong();
  }

  /**
   * Looks whether an acknowledgement is overdue. To be called now and then, before {@link #pump}.
   *
   * @return false if the peer is to be given up
   */
  public boolean check() {
    if (!isBusy()) {
      return true;
    }
    long now = clock.getAsLong();
    if (!sent.isEmpty() && now - lastTry > path.patience().toNanos() * backoff) {
      sendAgain();
      backoff = Math.min(backoff * 2, MAX_BACKOFF);
    }
    return now - progress < GIVE_UP.toNanos();
  }

  /** Whether something was begun that is not at its end: then {@link #check} has to look. */
  public boolean isBusy() {
    return isUnacknowledged() || cutting != null;
  }

  /** Whether something is kept that was not acknowledged. */
  public boolean isUnacknowledged() {
    return !sent.isEmpty() || !again.isEmpty();
  }

  /** For tests: goes on as if so many packets had been sent and acknowledged. */
  void jumpTo(int sequence) {
    sent.clear();
    sentBytes = 0;
    made = sequence;
    acknowledged = sequence;
  }

  /** How many packets were made and not acknowledged. */
  public int unacknowledged() {
    return sent.size() + again.size();
  }

  @Override
  public void fail(String reason) {
    refuseWaiting(reason);
    for (Kept kept : again) {
      kept.complete.forEach(message -> message.refuse(reason));
    }
    if (cutting != null) {
      cutting.refuse(reason);
      cutting = null;
    }
    sent.clear();
    again.clear();
    sentBytes = 0;
    // The peer still waits for what it has not got of the old one.
    beginStream();
  }

  @Override
  public void refuseWaiting(String reason) {
    waiting.forEach(message -> message.refuse(reason));
    waiting.clear();
  }
}
