package to.clasp.p2p.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import to.clasp.p2p.SendResult;
import to.clasp.p2p.internal.wire.ReliableInbox.Outcome;

class WireTest {
  private final List<byte[]> sent = new ArrayList<>();
  private final List<String> received = new ArrayList<>();
  private final ReliableInbox inbox =
      new ReliableInbox(new ReliableMemory(() -> 0), message -> received.add(new String(message)));
  private long now;
  private int streams = 7;
  private final ReliableOutbox outbox = new ReliableOutbox(() -> streams++, () -> now);
  private final Wire wire = new Wire(SendResult.P2P);

  /** A way that keeps what goes it. */
  private class Wire implements Path {
    private final SendResult kind;

    Wire(SendResult kind) {
      this.kind = kind;
    }

    @Override
    public SendResult kind() {
      return kind;
    }

    @Override
    public boolean hasRoom(boolean reliable) {
      return true;
    }

    @Override
    public boolean send(byte[] message, boolean reliable, boolean framed) {
      sent.add(message.clone());
      return true;
    }

    @Override
    public int windowBytes() {
      return 100_000;
    }

    @Override
    public int windowPackets() {
      return 10;
    }

    @Override
    public Duration patience() {
      return Duration.ofSeconds(1);
    }

    @Override
    public int datagramPart() {
      return 1000;
    }

    @Override
    public int maxRawBytes() {
      return 1000;
    }
  }

  private CompletableFuture<SendResult> add(String text) {
    CompletableFuture<SendResult> result = new CompletableFuture<>();
    outbox.add(new Outgoing(text.getBytes(), result));
    return result;
  }

  private Outcome arrive(int index) {
    return inbox.accept(Packet.parse(sent.get(index)));
  }

  @Test
  void theHeaderIsTwelveBytesOfKindStreamSequencePartAndTotal() {
    byte[] packet = Packet.data(Kind.DATA, 2, 3, new byte[] {42}, 0, 1);
    Packet.number(packet, 0x1234, 0x01020304);

    assertThat(packet).containsExactly(1, 0, 0x12, 0x34, 1, 2, 3, 4, 0, 2, 0, 3, 42);
    assertThat(Packet.parse(packet))
        .isEqualTo(new Packet(Kind.DATA, 0x1234, 0x01020304, 2, 3, packet));
  }

  @Test
  void bytesThatAreNoPacketAreTold() {
    assertThatThrownBy(() -> Packet.parse(new byte[11])).hasMessageContaining("no header");
    assertThatThrownBy(() -> Packet.parse(new byte[12])).hasMessageContaining("kind 0");
    byte[] partBeyond = Packet.data(Kind.DATA, 3, 3, new byte[0], 0, 0);
    assertThatThrownBy(() -> Packet.parse(partBeyond)).hasMessageContaining("part 3 of 3");
    byte[] batch = Packet.batch(Kind.BATCH, List.of(new byte[5], new byte[5]));
    batch[Packet.HEADER + 1] = 100;
    assertThatThrownBy(() -> Packet.parse(batch).messages()).hasMessageContaining("cut off");
    byte[] tooMany = Packet.batch(Kind.BATCH, List.of(new byte[5]));
    tooMany[10] = (byte) 0xFF;
    assertThatThrownBy(() -> Packet.parse(tooMany).messages()).hasMessageContaining("cut off");
  }

  @Test
  void eachPacketCountsOnceAndInOrder() {
    for (String text : List.of("a", "b", "c")) {
      add(text);
      outbox.pump(wire);
    }

    assertThat(arrive(0)).isEqualTo(Outcome.TAKEN);
    assertThat(arrive(0)).isEqualTo(Outcome.NOT_NEXT);
    assertThat(arrive(2)).isEqualTo(Outcome.NOT_NEXT);
    assertThat(received).containsExactly("a");
    assertThat(arrive(1)).isEqualTo(Outcome.TAKEN);
    assertThat(arrive(2)).isEqualTo(Outcome.NOT_NEXT);
    assertThat(received).containsExactly("a", "b", "c");
    assertThat(inbox.next()).isEqualTo(3);
  }

  @Test
  void packetsBehindAMissingOneAreKeptWithinBounds() {
    inbox.accept(packet(Kind.DATA, 0, 0, 1));
    for (int sequence = 2; sequence < 1000; sequence++) {
      inbox.accept(packet(Kind.DATA, sequence, 0, 1));
    }

    inbox.accept(packet(Kind.DATA, 1, 0, 1));

    assertThat(inbox.next()).isEqualTo(130);
  }

  @Test
  void noMoreIsOnItsWayThanTheWindowAllows() {
    for (int i = 0; i < 20; i++) {
      add("x".repeat(5000));
    }
    outbox.pump(wire);
    assertThat(sent).hasSize(10);

    outbox.acknowledge(7, 4);
    outbox.pump(wire);

    assertThat(sent).hasSize(14);
  }

  @Test
  void acknowledgementsOfWhatWasNeverSentAreNone() {
    add("a");
    outbox.pump(wire);

    outbox.acknowledge(8, 1);
    outbox.acknowledge(7, 2);
    outbox.acknowledge(7, -1);
    assertThat(outbox.isUnacknowledged()).isTrue();
    outbox.acknowledge(7, 1);
    assertThat(outbox.isUnacknowledged()).isFalse();
  }

  @Test
  void anotherWayBringsAllThatIsNotAcknowledged() {
    CompletableFuture<SendResult> result = add("a");
    outbox.pump(wire);
    add("b");

    outbox.pump(new Wire(SendResult.RELAY));

    assertThat(sent).hasSize(3);
    assertThat(sent.get(1)).isEqualTo(sent.get(0));
    assertThat(result).isCompletedWithValue(SendResult.P2P);
  }

  @Test
  void withoutAcknowledgementEverythingIsSentAgainEverMoreSeldom() {
    add("a");
    outbox.pump(wire);
    List<Integer> counts = new ArrayList<>();
    for (int second = 0; second < 16; second++) {
      now += Duration.ofMillis(1001).toNanos();
      assertThat(outbox.check()).isTrue();
      outbox.pump(wire);
      counts.add(sent.size());
    }

    assertThat(counts.subList(0, 8)).containsExactly(2, 2, 3, 3, 3, 3, 4, 4);
    now += ReliableOutbox.GIVE_UP.toNanos();
    assertThat(outbox.check()).isFalse();
  }

  @Test
  void aFirstPacketThatIsNotTakenAtOnceHasAllTheTime() {
    now += Duration.ofHours(1).toNanos();
    add("a");

    outbox.pump(
        new Wire(SendResult.P2P) {
          @Override
          public boolean send(byte[] message, boolean reliable, boolean framed) {
            return false;
          }
        });

    assertThat(outbox.check()).isTrue();
    outbox.pump(wire);
    assertThat(sent).hasSize(1);
  }

  @Test
  void aPeerThatKnowsNoStreamGetsANewOneFromTheFirstWholeMessage() {
    add("x".repeat(Packet.PART + 1));
    add("second");
    outbox.pump(wire);
    outbox.acknowledge(7, 1);
    sent.clear();

    outbox.restart(7);
    outbox.restart(7);
    outbox.pump(wire);

    assertThat(sent).hasSize(1);
    assertThat(arrive(0)).isEqualTo(Outcome.TAKEN);
    assertThat(inbox.stream()).isEqualTo(8);
    assertThat(received).containsExactly("second");
  }

  @Test
  void sequencesGoOnBeyondTheirLargestNumber() {
    ReliableInbox longRun =
        new ReliableInbox(
            new ReliableMemory(() -> 0), message -> received.add(new String(message)));
    add("a");
    outbox.pump(wire);
    longRun.accept(Packet.parse(sent.get(0)));
    outbox.jumpTo(-2);
    longRun.jumpTo(-2);

    for (String text : List.of("b", "c", "d", "e")) {
      add(text);
      outbox.pump(wire);
      longRun.accept(Packet.parse(sent.get(sent.size() - 1)));
      outbox.acknowledge(7, longRun.next());
    }

    assertThat(received).containsExactly("a", "b", "c", "d", "e");
    assertThat(outbox.isUnacknowledged()).isFalse();
  }

  @Test
  void partsThatDoNotBelongTogetherAreTold() {
    inbox.accept(packet(Kind.DATA, 0, 0, 3));
    assertThatThrownBy(() -> inbox.accept(packet(Kind.DATA, 1, 2, 3)))
        .isInstanceOf(MalformedPacketException.class);
  }

  @Test
  void aMessageLargerThanAllowedIsCutOff() {
    byte[] content = new byte[200_000];
    assertThatThrownBy(
            () -> {
              for (int part = 0; part < 200; part++) {
                byte[] bytes = Packet.data(Kind.DATA, part, 200, content, 0, content.length);
                Packet.number(bytes, 7, part);
                inbox.accept(Packet.parse(bytes));
              }
            })
        .hasMessageContaining("larger than");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5})
  void ofUnreliableMessagesInPartsOnlyTheNewestAreKept(int missing) {
    List<byte[]> messages = new ArrayList<>();
    DatagramInbox datagrams = new DatagramInbox(new DatagramMemory(), messages::add);
    for (int message = 0; message < 1000; message++) {
      for (int part = 0; part < 8 - missing; part++) {
        datagrams.accept(packet(Kind.DATAGRAM, message, part, 8));
      }
    }
    for (int part = 8 - missing; part < 8; part++) {
      datagrams.accept(packet(Kind.DATAGRAM, 0, part, 8));
      datagrams.accept(packet(Kind.DATAGRAM, 999, part, 8));
    }

    assertThat(messages).hasSize(1);
  }

  private static Packet packet(Kind kind, int sequence, int part, int total) {
    byte[] bytes = Packet.data(kind, part, total, new byte[] {1}, 0, 1);
    Packet.number(bytes, 7, sequence);
    return Packet.parse(bytes);
  }
}
