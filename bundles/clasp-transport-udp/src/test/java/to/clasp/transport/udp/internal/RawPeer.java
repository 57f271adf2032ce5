package to.clasp.transport.udp.internal;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.Arrays;
import to.clasp.protocol.Message;
import to.clasp.protocol.Ping;
import to.clasp.protocol.Pong;
import to.clasp.protocol.codec.FrameCodec;

/** A socket that sends exactly what the test wants, and counts bytes both ways. */
final class RawPeer implements AutoCloseable {
  private final DatagramSocket socket;
  private final URI to;
  int sent;
  int received;

  RawPeer(URI to) throws IOException {
    this(to, 0);
  }

  RawPeer(URI to, int ownPort) throws IOException {
    this.to = to;
    this.socket = new DatagramSocket(ownPort, InetAddress.getLoopbackAddress());
    socket.setSoTimeout(20_000);
  }

  int port() {
    return socket.getLocalPort();
  }

  RawPeer send(Message message) throws IOException {
    return send(FrameCodec.encode(message));
  }

  RawPeer send(byte... datagram) throws IOException {
    socket.send(
        new DatagramPacket(
            datagram, datagram.length, InetAddress.getLoopbackAddress(), to.getPort()));
    sent += datagram.length;
    return this;
  }

  byte[] receive() throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
    socket.receive(packet);
    received += packet.getLength();
    return Arrays.copyOf(packet.getData(), packet.getLength());
  }

  Message message() throws IOException {
    byte[] frame = receive();
    return FrameCodec.decode(frame, 0, frame.length).message();
  }

  <T extends Message> T expect(Class<T> type) throws IOException {
    Message message = message();
    if (!type.isInstance(message)) {
      throw new AssertionError("expected " + type.getSimpleName() + ", but got " + message);
    }
    return type.cast(message);
  }

  /** Takes what arrives before the answer to a PING, which an unproved peer gets too. */
  int messagesBeforePong() throws IOException {
    send(Ping.INSTANCE);
    int messages = 0;
    while (!(message() instanceof Pong)) {
      messages++;
    }
    return messages;
  }

  boolean hearsNothingFor(int millis) throws IOException {
    socket.setSoTimeout(millis);
    try {
      receive();
      return false;
    } catch (SocketTimeoutException silence) {
      return true;
    } finally {
      socket.setSoTimeout(20_000);
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
