package to.clasp.transport.udp.internal;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Objects;
import to.clasp.protocol.Hello;
import to.clasp.protocol.Message;
import to.clasp.protocol.Ping;
import to.clasp.protocol.codec.FrameCodec;

/** A server that answers one client with exactly what the test wants. */
final class RawServer implements AutoCloseable {
  private final DatagramSocket socket;
  private SocketAddress client;

  RawServer() throws IOException {
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    socket.setSoTimeout(20_000);
  }

  URI uri() {
    return URI.create("udp://127.0.0.1:" + socket.getLocalPort());
  }

  Message message() throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
    socket.receive(packet);
    client = packet.getSocketAddress();
    return FrameCodec.decode(packet.getData(), 0, packet.getLength()).message();
  }

  /** Reads over the knocks before it. */
  void awaitHello(String token) throws IOException {
    Message message = message();
    while (message instanceof Ping) {
      message = message();
    }
    if (!(message instanceof Hello hello) || !Objects.equals(hello.token(), token)) {
      throw new AssertionError("expected HELLO with token " + token + ", but got " + message);
    }
  }

  void answer(Message message) throws IOException {
    byte[] frame = FrameCodec.encode(message);
    socket.send(new DatagramPacket(frame, frame.length, client));
  }

  @Override
  public void close() {
    socket.close();
  }
}
