package to.clasp.p2p.internal.wire;

import java.util.ArrayDeque;
import java.util.Queue;

/** Messages to a peer that knows no packets: each goes as it is, once. */
public final class RawOutbox implements Outbox {
  private final boolean reliable;
  private final Queue<Outgoing> waiting = new ArrayDeque<>();

  /**
   * An empty one.
   *
   * @param reliable by which channel
   */
  public RawOutbox(boolean reliable) {
    this.reliable = reliable;
  }

  @Override
  public void add(Outgoing message) {
    waiting.add(message);
  }

  @Override
  public void pump(Path path) {
    while (!waiting.isEmpty() && path.hasRoom(reliable)) {
      Outgoing next = waiting.element();
      if (next.bytes().length > path.maxRawBytes()) {
        next.refuse(tooLarge(next.bytes().length, path));
      } else if (path.send(next.bytes(), reliable, false)) {
        next.result().complete(path.kind());
      } else {
        return;
      }
      waiting.remove();
    }
  }

  /** Hands all that was not sent to another one. */
  public void moveTo(Outbox other) {
    waiting.forEach(other::add);
    waiting.clear();
  }

  private static String tooLarge(int size, Path path) {
    return "the message takes "
        + size
        + " bytes; this peer gets at most "
        + path.maxRawBytes()
        + " bytes by "
        + path.kind();
  }

  @Override
  public void fail(String reason) {
    refuseWaiting(reason);
  }

  @Override
  public void refuseWaiting(String reason) {
    waiting.forEach(message -> message.refuse(reason));
    waiting.clear();
  }
}
