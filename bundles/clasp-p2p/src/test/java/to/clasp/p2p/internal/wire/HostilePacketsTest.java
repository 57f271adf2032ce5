package to.clasp.p2p.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import to.clasp.p2p.internal.link.Backlog;
import to.clasp.p2p.internal.wire.ReliableInbox.Outcome;

/** Packets of somebody who means harm, or that come in an order that nobody expects. */
class HostilePacketsTest {
  private final List<byte[]> messages = new ArrayList<>();

  @Test
  void manyEmptyPartsCostNoMoreThanFewLargeOnes() {
    DatagramInbox inbox = new DatagramInbox(new DatagramMemory(), messages::add);
    int total = 60_000;
    for (int message = 0; message < 8; message++) {
      for (int part = 0; part < total - 1; part++) {
        inbox.accept(packet(Kind.DATAGRAM, 1, message, part, total, 0));
      }
    }

    inbox.accept(packet(Kind.DATAGRAM, 1, 0, total - 1, total, 0));
    assertThat(messages).as("the oldest was forgotten to bound memory").isEmpty();
    inbox.accept(packet(Kind.DATAGRAM, 1, 7, total - 1, total, 0));
    assertThat(messages).as("the newest was not").hasSize(1);
  }

  @Test
  void anUnreliableMessageBeyondTheLimitIsNone() {
    DatagramInbox inbox = new DatagramInbox(new DatagramMemory(), messages::add);
    int total = 300;
    assertThatThrownBy(
            () -> {
              for (int part = 0; part < total; part++) {
                inbox.accept(packet(Kind.DATAGRAM, 1, 0, part, total, 60_000));
              }
            })
        .hasMessageContaining("larger than");
    assertThat(messages).isEmpty();
  }

  @Test
  void aStreamOfWhichTheSenderWasToldToBeginAnewIsNotTakenUpLater() {
    ReliableInbox inbox = new ReliableInbox(new ReliableMemory(() -> 0), messages::add);

    assertThat(inbox.accept(packet(Kind.DATA, 1, 1, 0, 1, 1))).isEqualTo(Outcome.UNKNOWN_STREAM);
    // The first packet went another, slower way. The sender puts all of it into stream 2.
    assertThat(inbox.accept(packet(Kind.DATA, 1, 0, 0, 1, 1))).isEqualTo(Outcome.UNKNOWN_STREAM);
    assertThat(inbox.accept(packet(Kind.DATA, 2, 0, 0, 1, 1))).isEqualTo(Outcome.TAKEN);
    assertThat(inbox.accept(packet(Kind.DATA, 2, 1, 0, 1, 1))).isEqualTo(Outcome.TAKEN);

    assertThat(messages).hasSize(2);
  }

  @Test
  void emptyMessagesThatWaitAreBoundedToo() {
    Backlog backlog = new Backlog();
    int taken = 0;
    while (taken < 1_000_000 && backlog.tryAdd(0)) {
      taken++;
    }
    assertThat(taken).isBetween(10_000, 500_000);

    backlog.remove(0);
    assertThat(backlog.tryAdd(0)).isTrue();
    assertThat(backlog.tryAdd(0)).isFalse();
  }

  @Test
  void whatManyConnectionsKeepIsBoundedInAllAndGivenBackAtTheirEnd() {
    Backlog whole = Backlog.shared();
    List<Backlog> connections = Stream.generate(whole::part).limit(256).toList();
    int mib = 1024 * 1024;
    long taken = 0;
    for (Backlog connection : connections) {
      for (int i = 0; i < 31; i++) {
        taken += connection.tryAdd(mib) ? 1 : 0;
      }
    }
    assertThat(taken).isBetween(120L, 128L);

    connections.get(0).end();
    connections.get(0).remove(mib);

    assertThat(connections.get(0).tryAdd(0)).isFalse();
    long room = 0;
    while (room < 100 && connections.get(255).tryAdd(mib)) {
      room++;
    }
    assertThat(room).isEqualTo(31);
    for (int i = 0; i < 31; i++) {
      connections.get(255).remove(mib);
    }
    assertThat(connections.get(254).tryAdd(mib)).isTrue();
  }

  private static Packet packet(
      Kind kind, int stream, int sequence, int part, int total, int length) {
    byte[] bytes = Packet.data(kind, part, total, new byte[length], 0, length);
    Packet.number(bytes, stream, sequence);
    return Packet.parse(bytes);
  }
}
