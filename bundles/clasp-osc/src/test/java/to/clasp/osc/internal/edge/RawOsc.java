package to.clasp.osc.internal.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** A UDP socket that sends what it is told, and tells what it gets. */
final class RawOsc implements AutoCloseable {
  private static final int DEADLINE_MILLIS = 10_000;

  private final DatagramSocket socket;
  private final InetSocketAddress server;
  private int pings;

  RawOsc(URI server) throws IOException {
    this(server, "127.0.0.1");
  }

  RawOsc(URI server, String host) throws IOException {
    this(server, host, 0);
  }

  RawOsc(URI server, String host, int port) throws IOException {
    this.server = server == null ? null : new InetSocketAddress(server.getHost(), server.getPort());
    socket = new DatagramSocket(new InetSocketAddress(InetAddress.getByName(host), port));
    socket.setSoTimeout(DEADLINE_MILLIS);
  }

  int port() {
    return socket.getLocalPort();
  }

  RawOsc send(String address, Object... arguments) throws IOException {
    return sendBytes(OscText.message(address, arguments));
  }

  RawOsc sendBytes(byte[] packet) throws IOException {
    socket.send(new DatagramPacket(packet, packet.length, server));
    return this;
  }

  /** The next message, such as {@code /a ,f 0.5}. */
  String next() throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
    try {
      socket.receive(packet);
    } catch (SocketTimeoutException late) {
      throw new AssertionError("nothing arrived within " + DEADLINE_MILLIS + " ms", late);
    }
    return OscText.of(packet.getData(), packet.getLength());
  }

  /** Everything that arrives before the answer to a ping that is sent now. */
  List<String> drain() throws IOException {
    send("/clasp/ping");
    List<String> all = new ArrayList<>();
    for (String next = next(); !next.startsWith("/clasp/pong"); next = next()) {
      all.add(next);
    }
    return all;
  }

  RawOsc expectNothing() throws IOException {
    assertThat(drain()).isEmpty();
    return this;
  }

  /** For sockets that send nothing. */
  RawOsc hearsNothingFor(int millis) throws IOException {
    socket.setSoTimeout(millis);
    try {
      DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
      socket.receive(packet);
      throw new AssertionError("got " + OscText.of(packet.getData(), packet.getLength()));
    } catch (SocketTimeoutException expected) {
      socket.setSoTimeout(DEADLINE_MILLIS);
      return this;
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
