package to.clasp.osc.internal.edge;

import java.util.ArrayList;
import java.util.List;
import to.clasp.osc.internal.address.Inbound;
import to.clasp.osc.internal.address.InboundRules;
import to.clasp.osc.internal.codec.OscException;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Features;
import to.clasp.protocol.Set;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Unsubscribe;
import to.clasp.protocol.Value;

/**
 * A client writes to all params that a pattern of OSC matches. They are found as a subscriber finds
 * them, so only what the client may read; what the client sends next waits meanwhile.
 */
final class ExpandRequest implements Request {
  private static final int MOST = 10_000;

  private final Peer peer;
  private final Inbound inbound;
  private final Value value;
  private final InboundRules rules;
  private final List<String> addresses = new ArrayList<>();
  private final long id;
  private boolean gaveUp;

  ExpandRequest(Peer peer, Inbound inbound, Value value, InboundRules rules) {
    this.peer = peer;
    this.inbound = inbound;
    this.value = value;
    this.rules = rules;
    this.id = peer.outbox().nextId();
  }

  /** Already to ask the router for what could match is dear. */
  void start() {
    try {
      peer.edge().effort().spend(inbound.osc().length());
    } catch (OscException tooMuch) {
      note(tooMuch);
      return;
    }
    peer.expanding();
    Subscribe wide =
        new Subscribe(id, inbound.address(), Features.of(SignalType.PARAM), SubscribeOptions.NONE);
    peer.outbox().requests().subscribe(peer.session(), wide, this);
  }

  @Override
  public void found(Snapshot.Entry entry) {
    String address = entry.address();
    String osc = address.substring(rules.map().outbound(address));
    if (!gaveUp && matches(osc)) {
      addresses.add(address);
    }
  }

  /** Too much of it writes nothing: a part of what was meant could be worse. */
  private boolean matches(String osc) {
    try {
      boolean matches = inbound.pattern().matches(osc, peer.edge().effort());
      if (matches && addresses.size() == MOST) {
        throw new OscException("a pattern that matches more than " + MOST + " params");
      }
      return matches;
    } catch (OscException tooMuch) {
      gaveUp = true;
      addresses.clear();
      note(tooMuch);
      return false;
    }
  }

  private void note(OscException tooMuch) {
    peer.edge().log().note(Edge.source(peer.remote()), "sends " + tooMuch.getMessage());
  }

  @Override
  public void refused(ErrorMessage why) {
    peer.expanded(() -> {});
  }

  @Override
  public void done() {
    peer.expanded(this::write);
  }

  private void write() {
    peer.session().take(new Unsubscribe(id), null);
    for (String address : addresses) {
      peer.session().take(Set.of(address, value), value);
    }
  }
}
