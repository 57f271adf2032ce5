package to.clasp.transport.jdk.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;

/** A WebSocket server for one client that says byte by byte what the test wants. */
final class RawServer implements AutoCloseable {
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;
  static final int LAST = 0x80;

  private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  /** A frame of the client, unmasked. */
  record Received(int opcode, byte[] payload) {}

  private final ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  private Socket client;

  RawServer() throws IOException {
    listener.setSoTimeout(10_000);
  }

  URI uri() {
    return URI.create("ws://127.0.0.1:" + listener.getLocalPort() + "/clasp");
  }

  /** Takes the client and reads its request, but does not answer. */
  String accept() throws IOException {
    client = listener.accept();
    client.setSoTimeout(10_000);
    StringBuilder request = new StringBuilder();
    while (request.indexOf("\r\n\r\n") < 0) {
      int next = client.getInputStream().read();
      if (next < 0) {
        throw new IOException("the client has gone: " + request);
      }
      request.append((char) next);
    }
    return request.toString();
  }

  void answer(String text) throws IOException {
    write(text.getBytes(US_ASCII));
  }

  /** Takes the client and completes the handshake. */
  void upgrade() throws IOException, GeneralSecurityException {
    String request = accept();
    String key =
        request
            .lines()
            .filter(line -> line.toLowerCase().startsWith("sec-websocket-key:"))
            .map(line -> line.substring(18).trim())
            .findFirst()
            .orElseThrow();
    byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + MAGIC).getBytes(US_ASCII));
    answer(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: "
            + Base64.getEncoder().encodeToString(hash)
            + "\r\n\r\n");
  }

  /** Sends a frame; short ones only. */
  void frame(int first, byte... payload) throws IOException {
    byte[] frame = new byte[payload.length + 2];
    frame[0] = (byte) first;
    frame[1] = (byte) payload.length;
    System.arraycopy(payload, 0, frame, 2, payload.length);
    write(frame);
  }

  void write(byte[] bytes) throws IOException {
    OutputStream out = client.getOutputStream();
    out.write(bytes);
    out.flush();
  }

  /** Reads the next frame; short ones only. */
  Received read() throws IOException {
    DataInputStream in = new DataInputStream(client.getInputStream());
    int opcode = in.readUnsignedByte() & 0x0F;
    byte[] payload = new byte[in.readUnsignedByte() & 0x7F];
    byte[] mask = in.readNBytes(4);
    in.readFully(payload);
    for (int i = 0; i < payload.length; i++) {
      payload[i] ^= mask[i % 4];
    }
    return new Received(opcode, payload);
  }

  void cut() throws IOException {
    client.close();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    if (client != null) {
      client.close();
    }
  }
}
