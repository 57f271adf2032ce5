package to.clasp.osc.internal.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import to.clasp.osc.internal.codec.OscException;
import to.clasp.osc.internal.value.FlatJson;

/**
 * What a client of OSCQuery asks for over WebSocket.
 *
 * @param verb such as {@code LISTEN}
 * @param data what it is about, or null
 */
record QueryCommand(String verb, String data) {
  static final String LISTEN = "LISTEN";
  static final String IGNORE = "IGNORE";

  /** No packet of OSC begins like that. */
  static boolean isOne(byte[] bytes, int offset) {
    return bytes[offset] == '{';
  }

  /**
   * Reads a command.
   *
   * @throws OscException if it is none
   */
  static QueryCommand read(byte[] bytes, int offset, int length) {
    Map<String, String> members = FlatJson.read(new String(bytes, offset, length, UTF_8));
    String verb = members.get("COMMAND");
    if (verb == null) {
      throw new OscException("JSON without a COMMAND");
    }
    return new QueryCommand(verb, members.get("DATA"));
  }
}
