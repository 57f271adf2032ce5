package to.clasp.itests.swap;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

/** A searcher that is answered on the port for discovery: HELLO and WELCOME. */
final class DatagramClient implements LiveClient {
  private static final byte[] HELLO =
      HexFormat.of().parseHex("530100100101000009446973636f766572790000");
  private static final int WELCOME = 0x02;
  private static final int MESSAGE_TYPE = 4;
  private static final int PAUSE_MILLIS = 50;

  private final InetSocketAddress port;

  private DatagramClient(InetSocketAddress port) {
    this.port = port;
  }

  static LiveClient discovery(Map<String, Object> configuration) {
    return new DatagramClient(
        new InetSocketAddress("127.0.0.1", (Integer) configuration.get("discoveryPort")));
  }

  @Override
  public void exchange() throws IOException {
    await(true);
  }

  @Override
  public void awaitEnd() throws IOException {
    await(false);
  }

  private void await(boolean wanted) throws IOException {
    long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
    while (isAnswered() != wanted) {
      if (System.nanoTime() > end) {
        throw new IOException((wanted ? "nobody answers at " : "still answered at ") + port);
      }
    }
  }

  private boolean isAnswered() throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, port.getAddress())) {
      socket.setSoTimeout(PAUSE_MILLIS);
      socket.send(new DatagramPacket(HELLO, HELLO.length, port));
      DatagramPacket answer = new DatagramPacket(new byte[1500], 1500);
      socket.receive(answer);
      byte[] bytes = Arrays.copyOf(answer.getData(), answer.getLength());
      return bytes.length > MESSAGE_TYPE && bytes[MESSAGE_TYPE] == WELCOME;
    } catch (SocketTimeoutException | SocketException silence) {
      return false;
    }
  }

  @Override
  public void close() {
    // every question has a socket of its own
  }
}
