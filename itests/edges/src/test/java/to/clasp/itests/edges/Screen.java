package to.clasp.itests.edges;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import to.clasp.protocol.Features;
import to.clasp.protocol.Hello;
import to.clasp.protocol.Message;
import to.clasp.protocol.Set;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Value;
import to.clasp.testkit.RawClient;
import to.clasp.transport.netty.EventLoops;
import to.clasp.transport.websocket.internal.WebSocketConnector;

/** A client of CLASP over WebSocket that follows a pattern. */
final class Screen implements AutoCloseable {

  /**
   * A value that was seen.
   *
   * @param address where
   * @param value what
   */
  record Seen(String address, Value value) {}

  private final EventLoops.Owned loops = EventLoops.create(1);
  private final RawClient client;
  private final List<Seen> before;

  Screen(URI relay, String pattern) {
    this(relay, pattern, null);
  }

  Screen(URI relay, String pattern, String token) {
    client = RawClient.connect(new WebSocketConnector(loops), relay);
    client.hello(new Hello(1, Features.ALL, "screen", token));
    client.send(new Subscribe(1, pattern, Features.NONE, SubscribeOptions.NONE));
    before = seen(client.drain());
  }

  /** What was there when it came. */
  List<Seen> before() {
    return before;
  }

  RawClient client() {
    return client;
  }

  void set(String address, Value value) {
    client.send(Set.of(address, value));
  }

  /** All that it sees until that value. */
  List<Seen> until(String address, Value value) {
    List<Seen> all = new ArrayList<>();
    Seen last = new Seen(address, value);
    while (!all.contains(last)) {
      all.addAll(seen(List.of(client.next())));
    }
    return all;
  }

  private static List<Seen> seen(List<Message> messages) {
    List<Seen> seen = new ArrayList<>();
    for (Message message : messages) {
      if (message instanceof Set set) {
        seen.add(new Seen(set.address(), set.value()));
      } else if (message instanceof Snapshot snapshot) {
        snapshot.entries().forEach(entry -> seen.add(new Seen(entry.address(), entry.value())));
      }
    }
    return seen;
  }

  @Override
  public void close() {
    client.close();
    loops.close();
  }
}
