package to.clasp.testkit.failover;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import to.clasp.protocol.Ack;
import to.clasp.protocol.Features;
import to.clasp.protocol.Hello;
import to.clasp.protocol.Message;
import to.clasp.protocol.Set;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.Welcome;
import to.clasp.protocol.codec.FrameCodec;
import to.clasp.testkit.RecordingHandler;
import to.clasp.transport.CloseReason;
import to.clasp.transport.Connection;
import to.clasp.transport.Frame;

/** Just enough of a router for sessions of one loop. Can go wrong on demand. */
final class ScriptedRouter {
  private final Map<String, Fleet.Kept> params = new TreeMap<>();
  private final List<Connection> subscribers = new ArrayList<>();
  private int cutBeforeAck;
  private int forgotten;

  /** Applies the next SETs, and closes each one's connection instead of an ACK. */
  synchronized void cutBeforeAck(int count) {
    cutBeforeAck = count;
  }

  /** Acknowledges the next SETs without keeping them. */
  synchronized void forget(int count) {
    forgotten = count;
  }

  synchronized Map<String, Fleet.Kept> params() {
    return new TreeMap<>(params);
  }

  RecordingHandler handle(Connection connection) {
    return new RecordingHandler(connection) {
      @Override
      public void onFrame(byte[] buffer, int offset, int length) {
        super.onFrame(buffer, offset, length);
        Message message = FrameCodec.decode(buffer, offset, length).message();
        answer(message, connection);
        if (message instanceof Set && cuts()) {
          connection.close(CloseReason.INTERNAL_ERROR);
        }
      }

      @Override
      public void onReadComplete() {
        super.onReadComplete();
        subscribers.forEach(Connection::flush);
        connection.flush();
      }
    };
  }

  private synchronized boolean cuts() {
    return cutBeforeAck-- > 0;
  }

  private synchronized void answer(Message message, Connection to) {
    if (message instanceof Hello hello) {
      write(to, new Welcome(1, Features.ALL, 0, "id", hello.name(), null));
      write(to, Snapshot.EMPTY);
    } else if (message instanceof Subscribe) {
      subscribers.add(to);
      write(to, new Snapshot(params.entrySet().stream().map(this::entry).toList()));
    } else if (message instanceof Set set) {
      set(set, to);
    }
  }

  private Snapshot.Entry entry(Map.Entry<String, Fleet.Kept> param) {
    Fleet.Kept kept = param.getValue();
    return new Snapshot.Entry(param.getKey(), kept.value(), kept.revision(), null, null);
  }

  private void set(Set set, Connection writer) {
    Fleet.Kept old = params.get(set.address());
    long revision = old == null ? 1 : old.revision() + 1;
    if (forgotten-- <= 0) {
      params.put(set.address(), new Fleet.Kept(set.value(), revision));
    }
    Set echo = new Set(set.address(), set.value(), revision, false, false, null);
    subscribers.forEach(subscriber -> write(subscriber, echo));
    if (cutBeforeAck <= 0) {
      write(writer, new Ack(set.address(), revision, null, null, null));
    }
  }

  private static void write(Connection to, Message message) {
    to.write(Frame.wrap(FrameCodec.encode(message)));
  }
}
