package to.clasp.p2p.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import to.clasp.p2p.LocalPeer;
import to.clasp.p2p.internal.wire.ReliableInbox.Outcome;

/** Many peers send large messages and complete none of them. */
class InboxMemoryTest {
  private static final int MIB = 1024 * 1024;
  private static final int PARTS = LocalPeer.MAX_MESSAGE_BYTES / MIB;

  private final List<byte[]> messages = new ArrayList<>();
  private long now;
  private final ReliableMemory reliable = new ReliableMemory(() -> now);
  private final DatagramMemory datagrams = new DatagramMemory();

  private ReliableInbox reliableInbox() {
    return new ReliableInbox(reliable, messages::add);
  }

  /** Sends parts of a message, from the one wanted next; returns how many were taken. */
  private static int send(ReliableInbox inbox, int count) {
    int taken = 0;
    while (taken < count && inbox.accept(part(inbox.next())) == Outcome.TAKEN) {
      taken++;
    }
    return taken;
  }

  private static Packet part(int index) {
    return packet(Kind.DATA, 1, index, index, PARTS);
  }

  @Test
  void reliableMessagesOfManyPeersTakeNoMoreThanTheBound() {
    int taken = 0;
    for (int peer = 0; peer < 20; peer++) {
      taken += send(reliableInbox(), PARTS - 1);
    }
    assertThat(taken).isEqualTo(48);
  }

  @Test
  void aPeerThatHasToWaitLosesNothingAndTheOneThatBeganFirstCanAlwaysGoOn() {
    List<ReliableInbox> peers = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      peers.add(reliableInbox());
      send(peers.get(i), 10);
    }

    assertThat(peers.get(5).next()).as("no memory for the last one").isZero();
    for (ReliableInbox peer : peers) {
      send(peer, PARTS - peer.next());
    }
    assertThat(messages).hasSize(6).allMatch(message -> message.length == PARTS * MIB);
  }

  @Test
  void smallMessagesNeedNoMemoryAndCome() {
    fill();

    assertThat(reliableInbox().accept(packet(Kind.DATA, 1, 0, 0, 1))).isEqualTo(Outcome.TAKEN);
    assertThat(messages).hasSize(1);
  }

  private List<ReliableInbox> fill() {
    List<ReliableInbox> peers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      peers.add(reliableInbox());
      send(peers.get(i), PARTS - 1);
    }
    return peers;
  }

  @Test
  void packetsBehindMissingOnesCountToo() {
    List<ReliableInbox> peers = new ArrayList<>();
    for (int peer = 0; peer < 100; peer++) {
      ReliableInbox inbox = reliableInbox();
      peers.add(inbox);
      inbox.accept(small(0));
      for (int i = 2; i < 12; i++) {
        inbox.accept(small(i));
      }
    }
    peers.forEach(inbox -> inbox.accept(small(1)));

    int kept = peers.stream().mapToInt(inbox -> inbox.next() - 2).sum();
    assertThat(kept).isBetween(450, 503);
  }

  private static Packet small(int sequence) {
    byte[] bytes = Packet.data(Kind.DATA, 0, 1, new byte[100_000], 0, 100_000);
    Packet.number(bytes, 1, sequence);
    return Packet.parse(bytes);
  }

  @Test
  void whoSendsTooLittleLosesItsPlaceIfAnotherNeedsIt() {
    List<ReliableInbox> slow = fill();
    now += Duration.ofSeconds(59).toNanos();
    ReliableInbox late = reliableInbox();
    assertThat(send(late, PARTS)).isZero();

    now += Duration.ofSeconds(1).toNanos();

    assertThat(send(late, PARTS)).isEqualTo(PARTS);
    assertThat(messages).hasSize(1);
    assertThat(slow.get(0).accept(part(PARTS - 1)))
        .as("it is told to begin anew")
        .isEqualTo(Outcome.UNKNOWN_STREAM);
  }

  @Test
  void aPeerThatIsForgottenGivesItsMemoryBack() {
    fill().forEach(ReliableInbox::clear);

    assertThat(send(reliableInbox(), PARTS)).isEqualTo(PARTS);
  }

  @Test
  void packetsThatAreWrongTakeNoMemory() {
    ReliableInbox wrong = reliableInbox();
    send(wrong, 1);
    for (int i = 1; i < 100; i++) {
      Packet packet = packet(Kind.DATA, 1, i, 7, PARTS);
      assertThatThrownBy(() -> wrong.accept(packet)).hasMessageContaining("does not follow");
    }

    assertThat(send(reliableInbox(), PARTS)).isEqualTo(PARTS);
  }

  @Test
  void unreliableMessagesOfManyPeersTakeNoMoreThanTheBound() {
    DatagramInbox first = new DatagramInbox(datagrams, messages::add);
    List<DatagramInbox> others = new ArrayList<>();
    sendAllButTheLast(first, 0);
    for (int i = 0; i < 4; i++) {
      others.add(new DatagramInbox(datagrams, messages::add));
      sendAllButTheLast(others.get(i), 0);
    }

    others.add(first);
    int bytes = others.stream().mapToInt(DatagramInbox::bytes).sum();
    assertThat(bytes).isLessThanOrEqualTo(2 * LocalPeer.MAX_MESSAGE_BYTES);
    first.accept(packet(Kind.DATAGRAM, 1, 0, PARTS - 1, PARTS));
    assertThat(messages).as("the oldest was dropped").isEmpty();
  }

  @Test
  void ofUnreliableMessagesThoseOfThePeerThatHasMostAreDropped() {
    DatagramInbox modest = new DatagramInbox(datagrams, messages::add);
    DatagramInbox greedy = new DatagramInbox(datagrams, messages::add);
    modest.accept(packet(Kind.DATAGRAM, 1, 0, 0, 2));
    for (int message = 0; message < 8; message++) {
      sendAllButTheLast(greedy, message);
    }

    modest.accept(packet(Kind.DATAGRAM, 1, 0, 1, 2));

    assertThat(messages).hasSize(1);
  }

  private static void sendAllButTheLast(DatagramInbox inbox, int message) {
    for (int part = 0; part < PARTS - 1; part++) {
      inbox.accept(packet(Kind.DATAGRAM, 1, message, part, PARTS));
    }
  }

  private static Packet packet(Kind kind, int stream, int sequence, int part, int total) {
    byte[] bytes = Packet.data(kind, part, total, new byte[MIB], 0, MIB);
    Packet.number(bytes, stream, sequence);
    return Packet.parse(bytes);
  }
}
