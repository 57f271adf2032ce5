package to.clasp.client.internal;

import to.clasp.client.ClaspException;
import to.clasp.protocol.Ack;
import to.clasp.protocol.Address;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Message;
import to.clasp.protocol.Pong;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Result;
import to.clasp.protocol.Set;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Sync;

/** Gives each message that arrives to whom it concerns. Used under the {@link Turn}. */
final class Intake {
  private final Engine engine;

  Intake(Engine engine) {
    this.engine = engine;
  }

  /**
   * False if the message makes no sense.
   *
   * @param bytes the size of its frame
   */
  boolean receive(Session session, Message message, int bytes) {
    if (message instanceof Set set) {
      return isAddress(set.address()) && receive(session, set, bytes);
    } else if (message instanceof Publish publish) {
      return isAddress(publish.address()) && receive(session, publish, bytes);
    } else if (message instanceof Snapshot snapshot) {
      engine.subscriptions().receive(snapshot, session, bytes);
      session.pending().take(snapshot);
      return true;
    } else if (message instanceof Result result) {
      return session.pending().take(result, bytes);
    }
    return receiveAnswer(session, message);
  }

  /** Longer ones, of which a peer could send any number, would take too much memory. */
  static boolean isAddress(String text) {
    return text.length() <= Address.MAX_BYTES;
  }

  private boolean receive(Session session, Set set, int bytes) {
    engine.selfSignal().relayed(session.now());
    engine.subscriptions().receive(set, session, bytes);
    return true;
  }

  private boolean receive(Session session, Publish publish, int bytes) {
    engine.selfSignal().relayed(session.now());
    if (!engine.selfSignal().isOwn(publish)) {
      engine.subscriptions().receive(publish, bytes);
    }
    return true;
  }

  private boolean receiveAnswer(Session session, Message message) {
    if (message instanceof Ack ack) {
      return receive(session, ack);
    } else if (message instanceof ErrorMessage error) {
      if (error.address() == null && error.code() == ErrorCode.LIMIT_EXCEEDED.code()) {
        session.limited();
      }
      if (!engine.selfSignal().takes(error) && !session.pending().take(error)) {
        String text = "the router says: " + error.message();
        engine.failed(new ClaspException(error.code(), text, error.address(), null));
      }
      return true;
    } else if (message instanceof Pong) {
      return session.pending().takePong();
    } else if (message instanceof Sync answer) {
      if (engine.clock().take(answer)) {
        session.send(engine.clock().question());
      }
      return true;
    }
    return false;
  }

  private boolean receive(Session session, Ack ack) {
    Call<?> call = session.pending().take(ack);
    if (call instanceof SetCall done) {
      engine.locks().acknowledged(done.set);
      long revision = ack.revision() == null ? 0 : ack.revision();
      engine.calls().acknowledged(done.address, revision);
      // A subscription is told of the value by itself, perhaps later.
      if (!engine.subscriptions().hasReceivers(done.address)) {
        engine
            .cache()
            .update(
                done.address,
                done.set.value(),
                revision,
                session.number(),
                session.now(),
                done.cost());
      }
    } else if (call instanceof AnnounceCall announced) {
      engine.announcements().accepted(announced.announce);
    }
    return call != null;
  }
}
