package to.clasp.osc.internal.edge;

import to.clasp.osc.internal.address.AddressBook;
import to.clasp.osc.internal.address.Inbound;
import to.clasp.osc.internal.codec.OscBundleReader;
import to.clasp.osc.internal.codec.OscException;
import to.clasp.osc.internal.codec.OscMessageReader;
import to.clasp.osc.internal.codec.TimeTag;
import to.clasp.osc.internal.value.ArgumentValues;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Set;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Value;

/** Does what the packets of a client say. Used on its event loop. */
final class Inbox {
  private static final int DEEPEST = 16;

  private final Peer peer;
  private final AddressBook book;
  private final Schedule schedule;
  private final OscMessageReader reader = new OscMessageReader();

  Inbox(Peer peer, AddressBook book, Schedule schedule) {
    this.peer = peer;
    this.book = book;
    this.schedule = schedule;
  }

  /**
   * Takes a packet.
   *
   * @param depth how many bundles it is in
   * @throws OscException if it is no OSC
   */
  void packet(byte[] bytes, int offset, int length, int depth) {
    if (peer.isHeld()) {
      peer.hold(bytes, offset, length);
    } else if (depth == 0 && peer.outlet().asksByJson() && QueryCommand.isOne(bytes, offset)) {
      peer.outbox().commands().query(QueryCommand.read(bytes, offset, length));
    } else if (OscBundleReader.isBundle(bytes, offset, length)) {
      bundle(bytes, offset, length, depth);
    } else {
      message(bytes, offset, length);
    }
  }

  private void bundle(byte[] bytes, int offset, int length, int depth) {
    if (depth == DEEPEST) {
      throw new OscException("bundles are nested deeper than " + DEEPEST);
    }
    OscBundleReader elements = new OscBundleReader(bytes, offset, length);
    long tag = elements.timeTag();
    if (tag != TimeTag.IMMEDIATELY
        && schedule.keep(tag, bytes, offset, length, peer, peer.edge().settings().limits())) {
      return;
    }
    while (elements.next()) {
      packet(bytes, elements.offset(), elements.length(), depth + 1);
    }
  }

  private void message(byte[] bytes, int offset, int length) {
    reader.begin(bytes, offset, length);
    Settings settings = peer.edge().settings();
    Inbound inbound = book.find(settings.rules(), bytes, reader);
    boolean empty = reader.remaining() == 0;
    Value value = ArgumentValues.read(reader);
    Commands commands = peer.outbox().commands();
    switch (inbound.kind()) {
      case PARAM -> {
        if (empty && settings.habits().queries()) {
          commands.query(inbound);
        } else {
          write(inbound.address(), value);
        }
      }
      case EVENT -> peer.session().take(event(inbound.address(), value), null);
      case PATTERN -> new ExpandRequest(peer, inbound, value, settings.rules()).start();
      case SUBSCRIBE -> commands.subscribe(value);
      case UNSUBSCRIBE -> commands.unsubscribe(value);
      case GET -> commands.get(value);
      case PING -> commands.ping();
      case XREMOTE -> commands.xremote();
      case ANSWER -> {}
    }
  }

  private static Publish event(String address, Value value) {
    return Publish.of(address, SignalType.EVENT, value);
  }

  /** The value goes along, to be known again when it comes back. */
  private void write(String address, Value value) {
    peer.session().take(Set.of(address, value), value);
  }
}
