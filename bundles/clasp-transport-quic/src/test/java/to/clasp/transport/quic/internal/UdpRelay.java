package to.clasp.transport.quic.internal;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between one client and a port like an address translator that forgets and picks anew. */
final class UdpRelay implements AutoCloseable {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private final int target;
  private final DatagramSocket front = new DatagramSocket(0, LOOPBACK);
  private final AtomicInteger back = new AtomicInteger();
  private volatile SocketAddress client;
  private volatile DatagramSocket behind;

  UdpRelay(int target) throws IOException {
    this.target = target;
    behind = newBehind();
    start("relay-front", this::forward);
  }

  /** Where the client connects to. */
  int port() {
    return front.getLocalPort();
  }

  /** The port that the server sees. */
  int serverPort() {
    return behind.getLocalPort();
  }

  /** How many packets of the server have come to its present port. */
  int packetsBack() {
    return back.get();
  }

  /** From now on the server sees another port; returns the old one. */
  int changePort() throws IOException {
    DatagramSocket old = behind;
    behind = newBehind();
    old.close();
    back.set(0);
    return old.getLocalPort();
  }

  private DatagramSocket newBehind() throws IOException {
    DatagramSocket socket = new DatagramSocket(0, LOOPBACK);
    start("relay-back", () -> backward(socket));
    return socket;
  }

  private static void start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void forward() {
    byte[] bytes = new byte[2000];
    while (!front.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
        front.receive(packet);
        client = packet.getSocketAddress();
        behind.send(new DatagramPacket(bytes, packet.getLength(), LOOPBACK, target));
      } catch (IOException lost) {
        // a packet may be lost
      }
    }
  }

  private void backward(DatagramSocket socket) {
    byte[] bytes = new byte[2000];
    while (!socket.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
        socket.receive(packet);
        if (socket == behind) {
          back.incrementAndGet();
        }
        front.send(new DatagramPacket(bytes, packet.getLength(), client));
      } catch (IOException lost) {
        // a packet may be lost
      }
    }
  }

  @Override
  public void close() {
    front.close();
    behind.close();
  }
}
