package to.clasp.protocol.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes frames by hand: MessagePack of plain objects, or hexadecimal text. */
final class Pack {
  /** Bytes that stand in a MessagePack structure as they are. */
  record Raw(String hex) {}

  private Pack() {}

  /** A map; a null stands for nil. */
  static Map<String, Object> map(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }

  /** Reads a frame that holds an object in MessagePack. */
  static DecodedFrame decode(Object object) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      write(object, new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return decodePayload(bytes.toByteArray());
  }

  /** Reads a frame whose payload is given in hexadecimal digits. */
  static DecodedFrame decodeHex(String payload) {
    return decodePayload(HexFormat.of().parseHex(payload.replace(" ", "")));
  }

  static DecodedFrame decodePayload(byte[] payload) {
    byte[] frame = frame(payload);
    return FrameCodec.decode(frame, 0, frame.length);
  }

  static byte[] frame(byte[] payload) {
    byte[] frame = new byte[4 + payload.length];
    frame[0] = 0x53;
    frame[2] = (byte) (payload.length >> 8);
    frame[3] = (byte) payload.length;
    System.arraycopy(payload, 0, frame, 4, payload.length);
    return frame;
  }

  private static void write(Object object, DataOutputStream out) throws IOException {
    if (object == null) {
      out.writeByte(0xC0);
    } else if (object instanceof Boolean bool) {
      out.writeByte(bool ? 0xC3 : 0xC2);
    } else if (object instanceof Integer number) {
      out.writeByte(0xD2);
      out.writeInt(number);
    } else if (object instanceof Long number) {
      out.writeByte(0xD3);
      out.writeLong(number);
    } else if (object instanceof Double number) {
      out.writeByte(0xCB);
      out.writeDouble(number);
    } else if (object instanceof Raw raw) {
      out.write(HexFormat.of().parseHex(raw.hex()));
    } else if (object instanceof String text) {
      byte[] bytes = text.getBytes(UTF_8);
      out.writeByte(0xDA);
      out.writeShort(bytes.length);
      out.write(bytes);
    } else if (object instanceof List<?> list) {
      out.writeByte(0xDC);
      out.writeShort(list.size());
      for (Object element : list) {
        write(element, out);
      }
    } else {
      Map<?, ?> map = (Map<?, ?>) object;
      out.writeByte(0xDE);
      out.writeShort(map.size());
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        write(entry.getKey(), out);
        write(entry.getValue(), out);
      }
    }
  }
}
