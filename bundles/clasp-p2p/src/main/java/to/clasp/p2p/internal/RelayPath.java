package to.clasp.p2p.internal;

import java.time.Duration;
import to.clasp.p2p.LocalPeer;
import to.clasp.p2p.SendResult;
import to.clasp.p2p.internal.wire.Packet;
import to.clasp.p2p.internal.wire.Path;

/** The way through the router to one peer. It may lose messages when the peer reads slowly. */
final class RelayPath implements Path {
  private static final int MAX_PENDING = 128 * 1024;

  private final String id;
  private final Hub hub;
  private final Runnable room;
  private int pending;

  /**
   * The way.
   *
   * @param room run when it takes more again
   */
  RelayPath(String id, Hub hub, Runnable room) {
    this.id = id;
    this.hub = hub;
    this.room = room;
  }

  @Override
  public SendResult kind() {
    return SendResult.RELAY;
  }

  @Override
  public boolean hasRoom(boolean reliable) {
    return pending < MAX_PENDING;
  }

  @Override
  public boolean send(byte[] message, boolean reliable, boolean framed) {
    if (hub.ownId() == null) {
      return false;
    }
    boolean full = pending + message.length >= MAX_PENDING;
    pending += message.length;
    hub.signal(id, new Signal.Relay(message, reliable, framed))
        .whenComplete(
            (done, failure) ->
                hub.loop()
                    .execute(
                        () -> {
                          pending -= message.length;
                          if (full) {
                            room.run();
                          }
                        }));
    return true;
  }

  @Override
  public int windowBytes() {
    return 256 * 1024;
  }

  @Override
  public int windowPackets() {
    return 64;
  }

  @Override
  public Duration patience() {
    return Duration.ofSeconds(1);
  }

  @Override
  public int datagramPart() {
    return Packet.PART;
  }

  @Override
  public int maxRawBytes() {
    return LocalPeer.MAX_RAW_RELAY_BYTES;
  }
}
