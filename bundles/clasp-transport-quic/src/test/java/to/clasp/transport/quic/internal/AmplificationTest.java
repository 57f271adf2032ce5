package to.clasp.transport.quic.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import to.clasp.testkit.RecordingAcceptor;
import to.clasp.transport.netty.EventLoops;

/** What a port says to somebody who may have lied about where he is. */
class AmplificationTest {
  private static final int RETRY = 0xF0;
  private final QuicFixture fixture = new QuicFixture(EventLoops.create(1));
  private URI uri;
  private DatagramSocket socket;

  @BeforeEach
  void open() throws IOException {
    uri = fixture.start(new RecordingAcceptor(), 0).iterator().next();
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    socket.setSoTimeout(20_000);
  }

  @AfterEach
  void close() {
    socket.close();
    fixture.close();
  }

  @Test
  void aFirstPacketIsAnsweredWithNothingButATokenToSendBack() throws IOException {
    send(initial(1, 1200, new byte[0]));
    byte[] answer = receive();
    assertThat(answer[0] & 0xF0).isEqualTo(RETRY);
    assertThat(answer.length).isLessThan(3 * 1200);
    assertSilence();
  }

  @Test
  void firstPacketsThatAreTooSmallGetNoAnswer() throws IOException {
    for (int length : new int[] {1, 4, 20, 40, 100, 1199}) {
      send(ByteBuffer.allocate(length).put(initial(1, 1200, new byte[0]), 0, length).array());
    }
    assertSilence();
  }

  @Test
  void anUnknownVersionIsAnsweredWithLessThanItSentAndOnlyIfItIsLarge() throws IOException {
    send(initial(0x1a2a3a4a, 1199, new byte[0]));
    assertSilence();
    send(initial(0x1a2a3a4a, 1200, new byte[0]));
    assertThat(receive().length).isLessThan(1200);
  }

  @Test
  void aWrongTokenGetsNoAnswer() throws IOException {
    send(initial(1, 1200, new byte[40]));
    assertSilence();
  }

  /** Whoever asks after it is answered, so nothing else can still be on its way. */
  private void assertSilence() throws IOException {
    try (DatagramSocket other = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      other.setSoTimeout(20_000);
      byte[] first = initial(1, 1200, new byte[0]);
      other.send(new DatagramPacket(first, first.length, address(), uri.getPort()));
      other.receive(new DatagramPacket(new byte[2000], 2000));
    }
    socket.setSoTimeout(20);
    DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
    try {
      socket.receive(packet);
      throw new AssertionError("an answer of " + packet.getLength() + " bytes");
    } catch (SocketTimeoutException silence) {
      socket.setSoTimeout(20_000);
    }
  }

  private static InetAddress address() {
    return InetAddress.getLoopbackAddress();
  }

  private void send(byte[] packet) throws IOException {
    socket.send(new DatagramPacket(packet, packet.length, address(), uri.getPort()));
  }

  private byte[] receive() throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
    socket.receive(packet);
    byte[] bytes = new byte[packet.getLength()];
    System.arraycopy(packet.getData(), 0, bytes, 0, bytes.length);
    return bytes;
  }

  /** An Initial packet (RFC 9000, 17.2.2) with a payload of zeros. */
  private static byte[] initial(int version, int length, byte[] token) {
    ByteBuffer packet = ByteBuffer.allocate(length);
    packet.put((byte) 0xC3).putInt(version);
    packet.put((byte) 20).put(new byte[20]);
    packet.put((byte) 8).put(new byte[8]);
    packet.put((byte) token.length).put(token);
    packet.putShort((short) (0x4000 | packet.remaining() - 2));
    return packet.array();
  }
}
