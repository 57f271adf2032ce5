package to.clasp.p2p.internal.wire;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Unreliable messages to a peer of our kind: small ones together, large ones in parts. */
public final class DatagramOutbox implements Outbox {
  private final int stream;
  private final Deque<Outgoing> waiting = new ArrayDeque<>();
  private int sequence;
  private int part;
  private int partBytes;

  /**
   * An empty one.
   *
   * @param stream number of the stream
   */
  public DatagramOutbox(int stream) {
    this.stream = stream;
  }

  @Override
  public void add(Outgoing message) {
    waiting.add(message);
  }

  @Override
  public void pump(Path path) {
    while (!waiting.isEmpty() && path.hasRoom(false)) {
      if (part == 0) {
        // A message keeps the size of its parts, whatever way the later ones go.
        partBytes = path.datagramPart();
      }
      boolean sent = part == 0 && fitsBatch(0) ? sendBatch(path) : sendPart(path);
      if (!sent) {
        return;
      }
    }
  }

  private boolean fitsBatch(int used) {
    Outgoing next = waiting.peek();
    return next != null && used + Packet.BATCH_ENTRY + next.bytes().length <= partBytes;
  }

  private boolean sendBatch(Path path) {
    List<Outgoing> together = new ArrayList<>();
    int used = 0;
    while (fitsBatch(used)) {
      Outgoing next = waiting.remove();
      used += Packet.BATCH_ENTRY + next.bytes().length;
      together.add(next);
    }
    byte[] packet =
        together.size() == 1
            ? Packet.data(
                Kind.DATAGRAM, 0, 1, together.get(0).bytes(), 0, together.get(0).bytes().length)
            : Packet.batch(Kind.DATAGRAM_BATCH, together.stream().map(Outgoing::bytes).toList());
    Packet.number(packet, stream, sequence);
    if (!path.send(packet, false, true)) {
      for (int i = together.size() - 1; i >= 0; i--) {
        waiting.addFirst(together.get(i));
      }
      return false;
    }
    sequence++;
    together.forEach(message -> message.result().complete(path.kind()));
    return true;
  }

  private boolean sendPart(Path path) {
    Outgoing message = waiting.element();
    int total = Math.max(1, (message.bytes().length + partBytes - 1) / partBytes);
    int offset = part * partBytes;
    int length = Math.min(partBytes, message.bytes().length - offset);
    byte[] packet = Packet.data(Kind.DATAGRAM, part, total, message.bytes(), offset, length);
    Packet.number(packet, stream, sequence);
    if (!path.send(packet, false, true)) {
      return false;
    }
    if (++part == total) {
      waiting.remove();
      message.result().complete(path.kind());
      part = 0;
      sequence++;
    }
    return true;
  }

  @Override
  public void fail(String reason) {
    refuseWaiting(reason);
  }

  @Override
  public void refuseWaiting(String reason) {
    waiting.forEach(message -> message.refuse(reason));
    waiting.clear();
    part = 0;
    sequence++;
  }
}
