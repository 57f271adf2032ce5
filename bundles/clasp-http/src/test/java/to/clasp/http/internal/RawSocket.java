package to.clasp.http.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A TCP client that says exactly what the test wants. Reads give up after twenty seconds. */
final class RawSocket implements AutoCloseable {
  private static final Pattern LENGTH = Pattern.compile("content-length: (\\d+)\r\n");

  private final Socket socket;
  private final InputStream in;

  RawSocket(URI to) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), to.getPort());
    socket.setSoTimeout(20_000);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** With {@code |} for the end of a line. */
  RawSocket send(String text) throws IOException {
    socket.getOutputStream().write(text.replace("|", "\r\n").getBytes(ISO_8859_1));
    return this;
  }

  /** One response with its body. */
  String response() throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("end of stream after: " + text);
      }
      text.append((char) next);
    }
    Matcher length = LENGTH.matcher(text.toString().toLowerCase(Locale.ROOT));
    int size = length.find() ? Integer.parseInt(length.group(1)) : 0;
    return text + new String(in.readNBytes(size), ISO_8859_1);
  }

  /** Reads until the peer closes. */
  String readAll() throws IOException {
    return new String(in.readAllBytes(), ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
