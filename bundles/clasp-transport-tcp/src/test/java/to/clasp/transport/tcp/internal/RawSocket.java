package to.clasp.transport.tcp.internal;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;

/** A TCP client that says exactly what the test wants. Reads give up after twenty seconds. */
final class RawSocket implements AutoCloseable {
  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;

  RawSocket(URI to) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), to.getPort());
    socket.setSoTimeout(20_000);
    socket.setTcpNoDelay(true);
    in = new DataInputStream(socket.getInputStream());
    out = new DataOutputStream(socket.getOutputStream());
  }

  RawSocket send(byte... bytes) throws IOException {
    out.write(bytes);
    return this;
  }

  RawSocket sendFrame(byte... frame) throws IOException {
    out.writeInt(frame.length);
    return send(frame);
  }

  byte[] frame() throws IOException {
    return in.readNBytes(in.readInt());
  }

  /** Reads until the peer closes. */
  byte[] rest() throws IOException {
    return in.readAllBytes();
  }

  /** Sends the end of the stream and goes on reading. */
  RawSocket endOutput() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
