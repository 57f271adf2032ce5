package to.clasp.osc.internal.edge;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import to.clasp.osc.internal.address.AddressMap;
import to.clasp.osc.internal.address.Inbound;
import to.clasp.protocol.AddressPattern;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.Features;
import to.clasp.protocol.Get;
import to.clasp.protocol.Ping;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.Set;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Unsubscribe;
import to.clasp.protocol.Value;

/** What clients can ask for. Used on the client's event loop. */
final class Commands {
  /** No pattern of a client, which would begin with a slash. */
  private static final String XREMOTE = "xremote";

  private static final String LISTEN = "listen";

  private static final long XREMOTE_TIME = TimeUnit.SECONDS.toNanos(10);

  private final Peer peer;
  private final Outbox outbox;
  private final Subscriptions subscriptions;
  private final Requests requests;
  private final Listened listened = new Listened();
  private long xremoteEnd;
  private Settings checked;

  Commands(Peer peer, Outbox outbox, Subscriptions subscriptions, Requests requests) {
    this.peer = peer;
    this.outbox = outbox;
    this.subscriptions = subscriptions;
    this.requests = requests;
  }

  private AddressMap map() {
    return peer.edge().settings().rules().map();
  }

  /** A pattern, then perhaps a port, then perhaps a host. */
  void subscribe(Value arguments) {
    List<Value> list = items(arguments);
    try {
      String pattern = text(list, 0, "a pattern");
      InetSocketAddress to =
          Destination.of(list, peer.remote(), peer.outlet(), peer.edge().settings());
      if (requests.isFull() || (subscriptions.isFull() && !subscriptions.contains(pattern))) {
        throw new ProtocolException(ErrorCode.LIMIT_EXCEEDED, "too many subscriptions");
      }
      subscribe(pattern, map().pattern(pattern), to, null, SubscribeRequest.Manner.ANNOUNCED);
    } catch (ProtocolException wrong) {
      outbox.error(wrong.toMessage());
    }
  }

  /** Subscribes for a client that did not ask. */
  void subscribeQuietly(String pattern) {
    subscribe(pattern, map().pattern(pattern), null, null, SubscribeRequest.Manner.VALUES);
  }

  private void subscribe(
      String key,
      String text,
      InetSocketAddress to,
      Listened only,
      SubscribeRequest.Manner manner) {
    AddressPattern pattern = AddressPattern.parse(text);
    Subscriptions.Entry entry = new Subscriptions.Entry(subscriptions.nextId(), pattern, to, only);
    Subscriptions.Entry replaced = subscriptions.put(key, entry);
    if (replaced != null) {
      peer.session().take(new Unsubscribe(replaced.id()), null);
    }
    SubscribeRequest request = new SubscribeRequest(outbox, subscriptions, key, entry, manner);
    requests.subscribe(
        peer.session(),
        new Subscribe(entry.id(), pattern.text(), Features.NONE, SubscribeOptions.NONE),
        request);
  }

  /** A pattern; without one, all of them. */
  void unsubscribe(Value arguments) {
    List<Value> list = items(arguments);
    if (list.isEmpty()) {
      subscriptions.keys().forEach(this::end);
      listened.clear();
      return;
    }
    try {
      end(text(list, 0, "a pattern"));
    } catch (ProtocolException wrong) {
      outbox.error(wrong.toMessage());
    }
  }

  private void end(String pattern) {
    Subscriptions.Entry removed = subscriptions.remove(pattern);
    if (removed != null) {
      peer.session().take(new Unsubscribe(removed.id()), null);
    }
  }

  /** An address. */
  void get(Value arguments) {
    try {
      String address = text(items(arguments), 0, "an address");
      requireTold();
      GetRequest request = new GetRequest(outbox, address, null);
      peer.session().take(new Get(map().pattern(address)), request);
    } catch (ProtocolException wrong) {
      outbox.error(wrong.toMessage());
    }
  }

  /** A message without arguments: the value at its address, or one that is written. */
  void query(Inbound inbound) {
    if (!peer.mayBeTold()) {
      return;
    }
    GetRequest request = new GetRequest(outbox, inbound.osc(), () -> writeNull(inbound.address()));
    peer.session().take(new Get(inbound.address()), request);
  }

  /** A value can be much larger than the question. */
  private void requireTold() {
    if (!peer.mayBeTold()) {
      throw new ProtocolException(
          ErrorCode.FORBIDDEN, "values are not sent to " + Edge.source(peer.remote()));
    }
  }

  private void writeNull(String address) {
    Value nothing = Value.Null.INSTANCE;
    peer.later(() -> peer.session().take(Set.of(address, nothing), nothing));
  }

  /** Answered behind what was asked before, so that a client can tell when that is all. */
  void ping() {
    peer.session().take(Ping.INSTANCE, new PingRequest(outbox));
  }

  void xremote() {
    if (!peer.mayBeTold()) {
      return;
    }
    xremoteEnd = System.nanoTime() + XREMOTE_TIME;
    if (!subscriptions.contains(XREMOTE) && !requests.isFull()) {
      subscribe(XREMOTE, map().everything(), null, null, SubscribeRequest.Manner.SILENT);
    }
  }

  /** What OSCQuery asks for. The specification lets servers leave out what they do not know. */
  void query(QueryCommand command) {
    String osc = command.data();
    if (osc == null || !osc.startsWith("/")) {
      return;
    }
    if (command.verb().equals(QueryCommand.LISTEN)) {
      listen(osc);
    } else if (command.verb().equals(QueryCommand.IGNORE)) {
      ignore(osc);
    }
  }

  /**
   * One subscription for all that is listened to: programs listen to each address by itself, and to
   * more of them than a session may have subscriptions.
   */
  private void listen(String osc) {
    String address = map().namespace() + osc;
    if (!listened.add(address)) {
      peer.edge().log().note(Edge.source(peer.remote()), "listens to more than there is room for");
      return;
    }
    if (!subscriptions.contains(LISTEN) && !requests.isFull()) {
      subscribe(LISTEN, map().everything(), null, listened, SubscribeRequest.Manner.SILENT);
    }
    peer.session().take(new Get(address), new ListenRequest(outbox, osc));
  }

  private void ignore(String osc) {
    listened.remove(map().namespace() + osc);
    if (listened.isEmpty()) {
      end(LISTEN);
    }
  }

  /** Once in a second. Networks that values were sent to may not be allowed any more. */
  void sweep() {
    Settings now = peer.edge().settings();
    if (now != checked) {
      checked = now;
      if (!peer.isTarget()) {
        subscriptions.keys().stream().filter(key -> !isAllowed(key, now)).forEach(this::end);
      }
    }
    if (subscriptions.contains(XREMOTE) && System.nanoTime() - xremoteEnd > 0) {
      end(XREMOTE);
    }
  }

  private boolean isAllowed(String key, Settings now) {
    InetSocketAddress to = subscriptions.place(key);
    return Destination.isAllowed(peer.outlet(), to == null ? peer.remote() : to, now);
  }

  private static List<Value> items(Value arguments) {
    if (arguments instanceof Value.Array several) {
      return several.items();
    }
    return arguments instanceof Value.Null ? List.of() : List.of(arguments);
  }

  private static String text(List<Value> arguments, int index, String what) {
    if (index < arguments.size() && arguments.get(index) instanceof Value.Text text) {
      return text.value();
    }
    throw new ProtocolException(ErrorCode.INVALID_MESSAGE, "argument 1 must be " + what);
  }
}
