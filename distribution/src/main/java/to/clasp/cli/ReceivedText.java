package to.clasp.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import to.clasp.client.Received;
import to.clasp.protocol.SignalType;

/** What was received, in one line. */
final class ReceivedText {
  private ReceivedText() {}

  /** For people: address and value. */
  static String plain(Received received) {
    return Printable.of(received.address()) + " " + JsonValue.text(received.value());
  }

  /** For programs. */
  static String json(Received received) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("address", received.address());
    fields.put("type", received.type().name().toLowerCase(Locale.ROOT));
    fields.put("value", received.value());
    if (received.type() == SignalType.PARAM) {
      fields.put("revision", received.revision());
      fields.put("snapshot", received.snapshot());
    }
    if (received.type() == SignalType.GESTURE) {
      fields.put("phase", received.phase().name().toLowerCase(Locale.ROOT));
    }
    if (received.publish() != null && received.publish().id() != null) {
      fields.put("id", received.publish().id());
    }
    return JsonValue.text(fields);
  }
}
