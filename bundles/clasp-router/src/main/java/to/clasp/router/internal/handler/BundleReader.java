package to.clasp.router.internal.handler;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import to.clasp.protocol.Address;
import to.clasp.protocol.Bundle;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.Message;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Set;
import to.clasp.router.internal.access.Door;
import to.clasp.router.internal.fanout.Outgoing;
import to.clasp.router.internal.session.Session;
import to.clasp.router.internal.signal.SignalRouting;
import to.clasp.router.internal.state.ParamSize;

/** Unfolds one bundle and checks each of its messages as if it came alone. */
final class BundleReader {
  /** What a bundle takes while it waits, empty as it may be. */
  private static final int OVERHEAD = 64;

  private final Session session;
  private final SignalRouting routing;
  private final Bundle outer;
  private final int limit;
  private final List<Set> sets = new ArrayList<>();
  private final List<Outgoing> signals = new ArrayList<>();
  private int messages;
  private int bytes = OVERHEAD;
  private boolean routed;

  private BundleReader(Session session, SignalRouting routing, Bundle outer, int limit) {
    this.session = session;
    this.routing = routing;
    this.outer = outer;
    this.limit = limit;
  }

  /**
   * Checks a bundle.
   *
   * @param limit how many messages it may hold
   * @throws ProtocolException the first reason to refuse it
   */
  static BundleContent read(Session session, SignalRouting routing, Bundle bundle, int limit) {
    BundleReader reader = new BundleReader(session, routing, bundle, limit);
    for (Message message : bundle.messages()) {
      if (message instanceof Bundle nested) {
        reader.unfold(nested);
      } else {
        reader.take(message);
      }
    }
    return new BundleContent(reader.sets, reader.signals, reader.routed, reader.bytes);
  }

  private void countMessage() {
    if (++messages > limit) {
      throw new ProtocolException(
          ErrorCode.LIMIT_EXCEEDED, "a bundle has at most " + limit + " messages");
    }
  }

  /** What stands inside takes effect with the rest, so it cannot have a time of its own. */
  private void unfold(Bundle nested) {
    countMessage();
    bytes += OVERHEAD;
    if (nested.timestamp() != null && !nested.timestamp().equals(outer.timestamp())) {
      throw new ProtocolException(
          ErrorCode.INVALID_MESSAGE, "a bundle inside a bundle has no time of its own");
    }
    nested.messages().forEach(this::take);
  }

  private void take(Message message) {
    countMessage();
    if (message instanceof Set set) {
      requireWrite(set.address());
      SignalRouting.requireParamAddress(set.address());
      bytes += ParamSize.check(set, set.value());
      session.rights().requireInRange(set);
      sets.add(set);
    } else if (message instanceof Publish publish) {
      requireWrite(publish.address());
      routing.check(publish);
      routed |= SignalRouting.concerns(publish);
      Outgoing signal = PublishHandler.encode(publish);
      bytes += signal.frame().length();
      session.rights().requireInRange(publish);
      signals.add(signal);
    } else {
      throw new ProtocolException(
          ErrorCode.INVALID_MESSAGE,
          "a bundle holds SET and PUBLISH, not "
              + message.getClass().getSimpleName().toUpperCase(Locale.ROOT));
    }
  }

  private void requireWrite(String address) {
    Address.check(address);
    session.rights().require(Door.BUNDLE, address);
  }
}
