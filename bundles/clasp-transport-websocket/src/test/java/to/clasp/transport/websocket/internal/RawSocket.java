package to.clasp.transport.websocket.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;

/** A TCP client that says exactly what the test wants. Reads give up after twenty seconds. */
final class RawSocket implements AutoCloseable {
  static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
  static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

  private final Socket socket;

  RawSocket(URI to) throws IOException {
    this(new Socket(InetAddress.getLoopbackAddress(), to.getPort()));
  }

  RawSocket(Socket connected) throws IOException {
    socket = connected;
    socket.setSoTimeout(20_000);
  }

  /** The usual request for an upgrade, with further header lines. */
  static String request(String path, String... headers) {
    StringBuilder text = new StringBuilder("GET ").append(path).append(" HTTP/1.1\r\nHost: x\r\n");
    text.append("Upgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n");
    text.append("Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ").append(KEY).append("\r\n");
    for (String header : headers) {
      text.append(header).append("\r\n");
    }
    return text.append("\r\n").toString();
  }

  RawSocket send(String text) throws IOException {
    return send(text.getBytes(US_ASCII));
  }

  RawSocket send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  /** Reads a response up to the empty line. */
  String head() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        throw new IOException("end of stream after: " + head);
      }
      head.append((char) next);
    }
    return head.toString();
  }

  byte[] read(int size) throws IOException {
    return socket.getInputStream().readNBytes(size);
  }

  /** Reads until the peer closes. */
  byte[] readAll() throws IOException {
    InputStream in = socket.getInputStream();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    in.transferTo(all);
    return all.toByteArray();
  }

  void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
