package to.clasp.mqtt.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Arrays;

/** A client that writes and reads single packets, also wrong ones. Any wait ends after 10 s. */
public final class RawMqtt implements AutoCloseable {
  private static final int DEADLINE_MILLIS = 10_000;

  /** Fixed, so that a client that does not read is noticed on any machine. */
  private static final int RECEIVE_BUFFER = 64 * 1024;

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;
  final int version;

  /** A packet as it came. */
  public record Packet(int first, byte[] body) {
    public int type() {
      return first >> 4;
    }

    public int qos() {
      return first >> 1 & 3;
    }

    public boolean retained() {
      return (first & 1) != 0;
    }

    public boolean duplicate() {
      return (first & 8) != 0;
    }

    public String topic() {
      int length = (body[0] & 0xFF) << 8 | body[1] & 0xFF;
      return new String(body, 2, length, UTF_8);
    }

    private int behindTopic() {
      return 2 + ((body[0] & 0xFF) << 8 | body[1] & 0xFF);
    }

    public int packetId() {
      int at = type() == 3 ? behindTopic() : 0;
      return (body[at] & 0xFF) << 8 | body[at + 1] & 0xFF;
    }

    /** The properties of a PUBLISH of MQTT 5 whose length takes one byte. */
    public byte[] properties() {
      int at = behindTopic() + (qos() > 0 ? 2 : 0);
      return Arrays.copyOfRange(body, at + 1, at + 1 + body[at]);
    }

    /** Of MQTT 3. */
    public String payload() {
      int at = behindTopic() + (qos() > 0 ? 2 : 0);
      return new String(body, at, body.length - at, UTF_8);
    }

    public String payload5() {
      int at = behindTopic() + (qos() > 0 ? 2 : 0);
      at += 1 + body[at];
      return new String(body, at, body.length - at, UTF_8);
    }
  }

  public RawMqtt(URI uri, int version) {
    this.version = version;
    try {
      socket = new Socket();
      socket.setReceiveBufferSize(RECEIVE_BUFFER);
      socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), DEADLINE_MILLIS);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(DEADLINE_MILLIS);
      in = new DataInputStream(socket.getInputStream());
      out = socket.getOutputStream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Something that is put together byte by byte. */
  public static final class Bytes {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    public Bytes u8(int... values) {
      for (int value : values) {
        bytes.write(value);
      }
      return this;
    }

    public Bytes u16(int value) {
      return u8(value >> 8, value);
    }

    public Bytes u32(long value) {
      return u16((int) (value >> 16)).u16((int) value);
    }

    public Bytes text(String text) {
      byte[] utf8 = text.getBytes(UTF_8);
      u16(utf8.length);
      bytes.writeBytes(utf8);
      return this;
    }

    public Bytes raw(byte... raw) {
      bytes.writeBytes(raw);
      return this;
    }

    public byte[] done() {
      return bytes.toByteArray();
    }
  }

  public static Bytes bytes() {
    return new Bytes();
  }

  /** Sends bytes as they are. */
  public RawMqtt raw(int... bytes) {
    return write(bytes().u8(bytes).done());
  }

  public RawMqtt write(byte... bytes) {
    try {
      out.write(bytes);
      out.flush();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a packet. */
  public RawMqtt send(int first, byte... body) {
    Bytes packet = bytes().u8(first);
    int left = body.length;
    do {
      packet.u8(left > 127 ? left & 0x7F | 0x80 : left);
      left >>= 7;
    } while (left > 0);
    return write(packet.raw(body).done());
  }

  /** Sends CONNECT with a keep alive of 60 s. */
  public RawMqtt connect(String clientId, boolean clean, byte... properties) {
    return connect(clientId, clean ? 2 : 0, 60, properties);
  }

  public RawMqtt connect(String clientId, int flags, int keepAlive, byte... properties) {
    return send(0x10, connectHead(flags, keepAlive, properties).text(clientId).done());
  }

  /** CONNECT up to its payload. */
  public Bytes connectHead(int flags, int keepAlive, byte... properties) {
    Bytes head = bytes().text(version == 3 ? "MQIsdp" : "MQTT").u8(version, flags).u16(keepAlive);
    return version == 5 ? head.u8(properties.length).raw(properties) : head;
  }

  /** Connects and checks that it was let in. */
  public static RawMqtt connected(URI uri, int version, String clientId) {
    RawMqtt client = new RawMqtt(uri, version);
    client.connect(clientId, true);
    assertThat(client.connack()).isZero();
    return client;
  }

  /** Reads CONNACK; its code. */
  public int connack() {
    return expect(2).body()[1] & 0xFF;
  }

  public RawMqtt subscribe(int packetId, String filter, int options, byte... properties) {
    Bytes body = bytes().u16(packetId);
    if (version == 5) {
      body.u8(properties.length).raw(properties);
    }
    return send(0x82, body.text(filter).u8(options).done());
  }

  /** Subscribes and reads SUBACK; its code. */
  public int subscribed(String filter, int options, byte... properties) {
    subscribe(7, filter, options, properties);
    byte[] answer = expect(9).body();
    return answer[answer.length - 1] & 0xFF;
  }

  public RawMqtt publish(String topic, String payload) {
    return publish(topic, payload, 0, 0);
  }

  /**
   * Publishes.
   *
   * @param flags the lower bits of the first byte
   */
  public RawMqtt publish(String topic, String payload, int flags, int packetId, byte... props) {
    Bytes body = bytes().text(topic);
    if ((flags & 6) != 0) {
      body.u16(packetId);
    }
    if (version == 5) {
      body.u8(props.length).raw(props);
    }
    return send(0x30 | flags, body.raw(payload.getBytes(UTF_8)).done());
  }

  public RawMqtt answer(int type, int packetId) {
    return send(type << 4 | (type == 6 ? 2 : 0), bytes().u16(packetId).done());
  }

  /** Waits until everything sent before was handled. */
  public RawMqtt ping() {
    send(0xC0);
    expect(13);
    return this;
  }

  /** Reads a packet; null at the end of the connection. */
  public Packet read() {
    try {
      int first = in.read();
      if (first < 0) {
        return null;
      }
      int length = 0;
      int shift = 0;
      int digit;
      do {
        digit = in.readUnsignedByte();
        length |= (digit & 0x7F) << shift;
        shift += 7;
      } while (digit > 127);
      byte[] body = new byte[length];
      in.readFully(body);
      return new Packet(first, body);
    } catch (EOFException e) {
      return null;
    } catch (IOException e) {
      if (e.getMessage() != null && e.getMessage().contains("reset")) {
        return null;
      }
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a packet of a type. */
  public Packet expect(int type) {
    Packet packet = read();
    assertThat(packet).as("a packet").isNotNull();
    assertThat(packet.type()).as("type of %s", Arrays.toString(packet.body())).isEqualTo(type);
    return packet;
  }

  /** Reads a PUBLISH. */
  public Packet message() {
    return expect(3);
  }

  /** Nothing is on its way to this client. */
  public RawMqtt nothingMore() {
    return ping();
  }

  /** The server closes the connection, in MQTT 5 for a reason. */
  public void expectClosed(int reason) {
    Packet packet = read();
    if (version == 5) {
      assertThat(packet).as("DISCONNECT").isNotNull();
      assertThat(packet.type()).isEqualTo(14);
      assertThat(packet.body()[0] & 0xFF).isEqualTo(reason);
      packet = read();
    }
    assertThat(packet).as("the end").isNull();
  }

  /** Cuts the connection without a word. */
  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
