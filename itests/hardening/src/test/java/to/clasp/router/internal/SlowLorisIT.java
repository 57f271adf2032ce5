package to.clasp.router.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.Features;
import to.clasp.protocol.Hello;
import to.clasp.protocol.codec.FrameCodec;
import to.clasp.testkit.RawClient;

/** Peers that send a byte now and then: each byte in time, the whole never. */
class SlowLorisIT {
  private static final int BYTE_MILLIS = 50;
  private static final int PATIENCE = 200;
  private static final String REQUEST =
      "GET /clasp HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

  private PlainRouter plain;
  private RawClient witness;

  /** Honest clients, too, must be in time. */
  private void open(int handshakeTimeoutSeconds) throws IOException {
    plain = new PlainRouter(Map.of("handshakeTimeoutSeconds", handshakeTimeoutSeconds));
    witness = plain.connect();
    witness.hello("witness");
  }

  @AfterEach
  void close() {
    plain.close();
  }

  @Test
  void aRequestThatComesByteByByteIsCutOffInTime() throws Exception {
    open(3);
    try (Socket socket = socket()) {
      byte[] endless = (REQUEST + "X-Slow: " + "x".repeat(PATIENCE)).getBytes(US_ASCII);

      assertThat(bytesTaken(socket, endless, 0)).isLessThan(PATIENCE);
    }
    witness.expectNothing();
  }

  @Test
  void aHelloThatComesByteByByteIsCutOffInTime() throws Exception {
    open(3);
    try (Socket socket = socket()) {
      upgrade(socket);
      Hello hello = new Hello(1, Features.ALL, "x".repeat(2 * PATIENCE), null);

      assertThat(bytesTaken(socket, masked(FrameCodec.encode(hello)), 0)).isLessThan(PATIENCE);
    }
    PlainRouter.await(
        "it was refused",
        () ->
            plain
                .router()
                .status()
                .counters()
                .sessionsRefused()
                .equals(Map.of(ErrorCode.TIMEOUT, 1L)));
    witness.expectNothing();
  }

  @Test
  void aRequestAndAFrameThatComeByteByByteInTimeAreServed() throws Exception {
    open(60);
    try (Socket socket = socket()) {
      for (byte next : (REQUEST + "\r\n").getBytes(US_ASCII)) {
        socket.getOutputStream().write(next);
      }
      readHead(socket);
      Hello hello = new Hello(1, Features.ALL, "slow but honest", null);
      for (byte next : masked(FrameCodec.encode(hello))) {
        socket.getOutputStream().write(next);
      }

      PlainRouter.await("the session", () -> plain.router().status().sessions() == 2);
    }
  }

  private Socket socket() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), plain.uri().getPort());
    socket.setTcpNoDelay(true);
    return socket;
  }

  private static void upgrade(Socket socket) throws IOException {
    socket.getOutputStream().write((REQUEST + "\r\n").getBytes(US_ASCII));
    readHead(socket);
  }

  private static void readHead(Socket socket) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = socket.getInputStream().read();
      assertThat(next).as("end of stream after " + head).isNotNegative();
      head.append((char) next);
    }
    assertThat(head).startsWith("HTTP/1.1 101 ");
  }

  /** How many bytes could be sent, one at a time, before the peer ended the connection. */
  private static int bytesTaken(Socket socket, byte[] bytes, int from) throws IOException {
    socket.setSoTimeout(BYTE_MILLIS);
    InputStream in = socket.getInputStream();
    for (int i = from; i < bytes.length; i++) {
      try {
        socket.getOutputStream().write(bytes[i]);
        if (in.read() < 0) {
          return i;
        }
      } catch (SocketTimeoutException stillOpen) {
        // its turn again
      } catch (SocketException closed) {
        return i;
      }
    }
    return bytes.length;
  }

  /** One binary message, masked with zeros. */
  private static byte[] masked(byte[] payload) {
    byte[] message = new byte[8 + payload.length];
    message[0] = (byte) 0x82;
    message[1] = (byte) 0xFE;
    message[2] = (byte) (payload.length >> 8);
    message[3] = (byte) payload.length;
    System.arraycopy(payload, 0, message, 8, payload.length);
    return message;
  }
}
