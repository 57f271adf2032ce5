package to.clasp.osc.internal.edge;

import java.net.InetSocketAddress;
import to.clasp.osc.internal.address.InboundRules;
import to.clasp.osc.internal.codec.OscWriter;
import to.clasp.osc.internal.value.ValueArguments;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Message;
import to.clasp.protocol.Pong;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Set;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Value;

/** Sends a client what the router tells it. Used on its event loop. */
final class Outbox {
  private static final int NOT_FOUND = 404;

  /**
   * In a second: over UDP they may go to somebody who never asked, and are larger than questions.
   */
  private static final int MOST_ERRORS = 50;

  private final Peer peer;
  private final OscWriter writer = new OscWriter();
  private final Subscriptions subscriptions = new Subscriptions();
  private final Requests requests = new Requests();
  private final SecondCount errors = new SecondCount();
  private final Commands commands;

  Outbox(Peer peer) {
    this.peer = peer;
    this.commands = new Commands(peer, this, subscriptions, requests);
  }

  Commands commands() {
    return commands;
  }

  Requests requests() {
    return requests;
  }

  long nextId() {
    return subscriptions.nextId();
  }

  void message(Message message, String origin, Object attachment) {
    if (message instanceof Set set) {
      if (!isOwn(set, origin, attachment) && !requests.replaces(set.address(), set.value())) {
        boolean same = set.value().equals(attachment);
        send(set.address(), set.value(), same ? source(origin) : null);
      }
    } else if (message instanceof Publish signal) {
      signal(signal, source(origin));
    } else if (message instanceof Snapshot snapshot) {
      snapshot(snapshot, attachment);
    } else if (message instanceof ErrorMessage error) {
      if (attachment instanceof Request request) {
        requests.refused(request, error);
      }
    } else if (message instanceof Pong) {
      ponged(attachment);
    }
  }

  private void ponged(Object attachment) {
    if (attachment instanceof PingRequest ping) {
      ping.done();
    } else if (attachment instanceof Request request) {
      requests.ponged(request);
    }
  }

  /** A param that became something else than what was written is told to its writer, too. */
  private boolean isOwn(Set set, String origin, Object attachment) {
    return peer.session() != null
        && peer.session().id().equals(origin)
        && set.value().equals(attachment)
        && !peer.edge().settings().habits().echo();
  }

  /** Where another client sends from; what this one sends itself is a matter of habits. */
  private Sources.Source source(String origin) {
    return peer.session() == null || peer.session().id().equals(origin)
        ? null
        : peer.edge().sources().of(origin);
  }

  private void snapshot(Snapshot snapshot, Object attachment) {
    for (Snapshot.Entry entry : snapshot.entries()) {
      if (attachment instanceof Request request) {
        request.found(entry);
      } else if (!requests.found(entry)) {
        send(entry.address(), entry.value(), null);
      }
    }
  }

  /** Sends a value to wherever it was subscribed for, but not back. */
  private void send(String address, Value value, Sources.Source source) {
    begin(address);
    ValueArguments.write(value, peer.types(), writer);
    subscriptions.send(address, writer.end(), peer.outlet(), !requests.isEmpty(), source);
  }

  private void signal(Publish signal, Sources.Source source) {
    begin(signal.address());
    if (signal.value() != null) {
      ValueArguments.write(signal.value(), peer.types(), writer);
    } else if (signal.samples() != null) {
      ValueArguments.write(signal.samples(), peer.types(), writer);
    }
    subscriptions.send(signal.address(), writer.end(), peer.outlet(), !requests.isEmpty(), source);
  }

  private OscWriter begin(String address) {
    int from = peer.edge().settings().rules().map().outbound(address);
    return writer.begin(address, from);
  }

  /** What is too much for UDP is lost; a connection is given it later. */
  boolean takesMore() {
    return !peer.outlet().isConnection() || peer.outlet().isWritable();
  }

  /** Sends a value to one place, null for where the client listens. */
  void value(String address, Value value, InetSocketAddress to) {
    begin(address);
    ValueArguments.write(value, peer.types(), writer);
    peer.outlet().send(writer.end(), to);
  }

  /** Sends a value as that of an address that the client has named. */
  void answer(String osc, Value value) {
    writer.begin(osc, 0);
    ValueArguments.write(value, peer.types(), writer);
    peer.outlet().send(writer.end(), null);
  }

  void subscribed(String pattern, int count, InetSocketAddress to) {
    writer.begin(InboundRules.SUBSCRIBED, 0).text('s', pattern).int32('i', count);
    peer.outlet().send(writer.end(), to);
  }

  void pong() {
    peer.outlet().send(writer.begin(InboundRules.PONG, 0).end(), null);
  }

  void error(ErrorMessage error) {
    boolean missing = error.code() == ErrorCode.ADDRESS_NOT_FOUND.code();
    error(missing ? NOT_FOUND : error.code(), error.message());
  }

  void error(int code, String text) {
    if (!peer.outlet().isConnection() && !errors.admits(MOST_ERRORS)) {
      return;
    }
    writer.begin(InboundRules.ERROR, 0).int32('i', code).text('s', text);
    peer.outlet().send(writer.end(), null);
  }

  void sweep() {
    requests.sweep();
    commands.sweep();
  }
}
