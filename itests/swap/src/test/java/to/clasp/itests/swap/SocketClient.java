package to.clasp.itests.swap;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.HexFormat;
import java.util.Map;

/** A client on a TCP connection whose question and answer have a fixed form. */
final class SocketClient implements LiveClient {
  private static final HexFormat HEX = HexFormat.of();
  private static final String OSC_PING = "000000102f636c6173702f70696e67002c000000";
  private static final String OSC_PONG = "000000102f636c6173702f706f6e67002c000000";

  private final Socket socket = new Socket();
  private final DataInputStream in;
  private final byte[] question;
  private final byte[] answer;

  private SocketClient(Object host, Object port, String question, String answer)
      throws IOException {
    socket.connect(new InetSocketAddress((String) host, (Integer) port), PATIENCE_MILLIS);
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = new DataInputStream(socket.getInputStream());
    this.question = HEX.parseHex(question);
    this.answer = HEX.parseHex(answer);
  }

  /** OSC over TCP, with the size first: {@code /clasp/ping} and {@code /clasp/pong}. */
  static LiveClient osc(Map<String, Object> configuration) throws IOException {
    return new SocketClient(
        configuration.get("host"), configuration.get("tcpPort"), OSC_PING, OSC_PONG);
  }

  /** MQTT 3.1.1, logged in: PINGREQ and PINGRESP. */
  static LiveClient mqtt(Map<String, Object> configuration) throws IOException {
    SocketClient client =
        new SocketClient(configuration.get("host"), configuration.get("port"), "c000", "d000");
    client
        .socket
        .getOutputStream()
        .write(HEX.parseHex("101000044d515454040200000004" + "6c697665"));
    client.expect(HEX.parseHex("20020000"));
    return client;
  }

  @Override
  public void exchange() throws IOException {
    socket.getOutputStream().write(question);
    expect(answer);
  }

  private void expect(byte[] wanted) throws IOException {
    String got = HEX.formatHex(in.readNBytes(wanted.length));
    if (!got.equals(HEX.formatHex(wanted))) {
      throw new IOException("not the answer, but '" + got + "'");
    }
  }

  @Override
  public void awaitEnd() throws IOException {
    try {
      in.readAllBytes();
    } catch (java.net.SocketTimeoutException late) {
      throw late;
    } catch (IOException reset) {
      // an end, too
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
