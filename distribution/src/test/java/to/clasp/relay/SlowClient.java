package to.clasp.relay;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.locks.LockSupport;
import to.clasp.protocol.Features;
import to.clasp.protocol.Hello;
import to.clasp.protocol.Message;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.codec.FrameCodec;

/** A subscriber to everything that reads when it is told to, through a small window. */
final class SlowClient implements AutoCloseable {
  private static final String HANDSHAKE =
      "GET /clasp HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

  private final Socket socket = new Socket();

  SlowClient(URI uri) throws IOException {
    socket.setReceiveBufferSize(16 * 1024);
    socket.setSoTimeout((int) BackgroundRelay.DEADLINE.toMillis());
    socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()));
    socket.getOutputStream().write(HANDSHAKE.getBytes(US_ASCII));
    int last = 0;
    while (last != 0x0D0A0D0A) {
      last = last << 8 | socket.getInputStream().read();
    }
    send(new Hello(1, Features.ALL, "slow", null));
    send(new Subscribe(1, "/**", Features.NONE, SubscribeOptions.NONE));
  }

  /** As a masked binary message, of at most 125 bytes. */
  private void send(Message message) throws IOException {
    byte[] frame = FrameCodec.encode(message);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(0x82);
    bytes.write(0x80 | frame.length);
    bytes.writeBytes(new byte[4]);
    bytes.writeBytes(frame);
    socket.getOutputStream().write(bytes.toByteArray());
  }

  /** Reads until the relay closes, with a rest after each part. */
  byte[] readAll(long restNanos) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    InputStream in = socket.getInputStream();
    byte[] part = new byte[16 * 1024];
    for (int size = in.read(part); size >= 0; size = in.read(part)) {
      all.write(part, 0, size);
      LockSupport.parkNanos(restNanos);
    }
    return all.toByteArray();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
