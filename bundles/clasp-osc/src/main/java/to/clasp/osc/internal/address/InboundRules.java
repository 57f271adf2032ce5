package to.clasp.osc.internal.address;

import java.util.List;
import java.util.Map;
import to.clasp.osc.internal.address.Inbound.Kind;
import to.clasp.osc.internal.codec.OscException;
import to.clasp.protocol.AddressPattern;

/**
 * Tells what a message is for by its address.
 *
 * @param map how addresses correspond
 * @param events addresses whose messages are events, not params
 * @param xremote whether {@code /xremote} is a command
 */
public record InboundRules(AddressMap map, List<AddressPattern> events, boolean xremote) {
  /** Address of the answer to a subscription. */
  public static final String SUBSCRIBED = "/clasp/subscribed";

  /** Address of the answer to a ping. */
  public static final String PONG = "/clasp/pong";

  /** Address of a refusal. */
  public static final String ERROR = "/clasp/error";

  private static final String XREMOTE = "/xremote";
  private static final Map<String, Kind> COMMANDS =
      Map.of(
          "/clasp/subscribe",
          Kind.SUBSCRIBE,
          "/clasp/unsubscribe",
          Kind.UNSUBSCRIBE,
          "/clasp/get",
          Kind.GET,
          "/clasp/ping",
          Kind.PING,
          SUBSCRIBED,
          Kind.ANSWER,
          PONG,
          Kind.ANSWER,
          ERROR,
          Kind.ANSWER);

  /** Copies the list. */
  public InboundRules {
    events = List.copyOf(events);
  }

  /**
   * What a message is for.
   *
   * @param osc its address
   * @return what to do with it
   * @throws OscException if it is a pattern that cannot be read
   */
  public Inbound of(String osc) {
    Kind command = COMMANDS.get(osc);
    if (command != null) {
      return new Inbound(command, osc, osc, null);
    }
    if (xremote && osc.equals(XREMOTE)) {
      return new Inbound(Kind.XREMOTE, osc, osc, null);
    }
    if (OscPattern.isPattern(osc)) {
      OscPattern pattern = OscPattern.parse(osc);
      return new Inbound(Kind.PATTERN, osc, map.inbound(pattern.wider()), pattern);
    }
    String address = map.inbound(osc);
    return new Inbound(isEvent(address) ? Kind.EVENT : Kind.PARAM, osc, address, null);
  }

  private boolean isEvent(String address) {
    for (AddressPattern pattern : events) {
      if (pattern.matches(address)) {
        return true;
      }
    }
    return false;
  }
}
