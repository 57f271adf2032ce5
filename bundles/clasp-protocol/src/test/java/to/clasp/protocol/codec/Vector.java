package to.clasp.protocol.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** One test vector of the reference: a message, its bytes, and what the reference makes of them. */
record Vector(JsonNode json) {
  static List<Vector> all() {
    List<Vector> vectors = new ArrayList<>();
    try (InputStream in = Vector.class.getResourceAsStream("/vectors.json")) {
      for (JsonNode json : new ObjectMapper().readTree(in)) {
        vectors.add(new Vector(json));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return vectors;
  }

  static Vector named(String name) {
    return all().stream().filter(v -> v.name().equals(name)).findFirst().orElseThrow();
  }

  String name() {
    return json.get("name").asText();
  }

  JsonNode message() {
    return json.get("message");
  }

  String encoder() {
    return json.get("encoder").asText();
  }

  /** The reference's text for the decoded message, or an empty string. */
  String rustDecoded() {
    return json.path("rustDecoded").asText();
  }

  boolean decodes() {
    return json.get("rustDecode").asText().equals("OK");
  }

  boolean reencodesSame() {
    return json.get("rustReencodesSame").asBoolean();
  }

  /** The frame; bare payloads get a header. */
  byte[] frame() {
    byte[] bytes = HexFormat.of().parseHex(json.get("frameHex").asText());
    if (json.path("framed").asBoolean(true)) {
      return bytes;
    }
    byte[] frame = new byte[4 + bytes.length];
    frame[0] = 0x53;
    frame[1] = 0x01;
    frame[2] = (byte) (bytes.length >> 8);
    frame[3] = (byte) bytes.length;
    System.arraycopy(bytes, 0, frame, 4, bytes.length);
    return frame;
  }

  @Override
  public String toString() {
    return name();
  }
}
