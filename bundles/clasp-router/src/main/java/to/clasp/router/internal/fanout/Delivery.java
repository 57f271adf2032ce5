package to.clasp.router.internal.fanout;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.protocol.Snapshot;

/** An entry of an {@link Inbox}: what to hand to whom on one loop. */
public abstract sealed class Delivery {
  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

  /** The next entry of the inbox; owned by the inbox. */
  volatile Delivery next;

  /** Whether it came from another loop. */
  boolean foreign;

  private Delivery() {}

  /** Hands over. A receiver that fails is ended and harms no other. */
  abstract void run();

  static void guarded(Target target, Runnable step) {
    try {
      step.run();
    } catch (Throwable e) {
      fail(target, e);
    }
  }

  /** Where memory is short, to end a session may fail too. */
  private static void fail(Target target, Throwable cause) {
    try {
      target.fail(cause);
    } catch (Throwable another) {
      LOG.error("a session that failed could not be ended", another);
    }
  }

  /** One message to every session of a route's group that wants the type. */
  static final class ToGroup extends Delivery {
    private final Route.Group group;
    private final int types;
    private final Outgoing message;
    private final Target except;

    ToGroup(Route.Group group, int types, Outgoing message, Target except) {
      this.group = group;
      this.types = types;
      this.message = message;
      this.except = except;
    }

    Route.Group group() {
      return group;
    }

    @Override
    void run() {
      for (int i = 0; i < group.size(); i++) {
        runFor(i);
      }
    }

    /** Hands over to one session of the group, if it wants the type. */
    void runFor(int index) {
      Target target = group.target(index);
      if ((group.types(index) & types) != 0 && target != except) {
        deliver(target, group.shaped(index));
      }
    }

    private void deliver(Target target, Interest shaped) {
      try {
        if (shaped == null) {
          target.deliver(message);
        } else {
          target.deliver(message, shaped);
        }
      } catch (Throwable e) {
        fail(target, e);
      }
    }
  }

  /** One message to one session. */
  static final class ToOne extends Delivery {
    private final Target target;
    private final Outgoing message;

    ToOne(Target target, Outgoing message) {
      this.target = target;
      this.message = message;
    }

    @Override
    void run() {
      guarded(target, () -> target.deliver(message));
    }
  }

  /** The past of one address to one session. */
  static final class PastToOne extends Delivery {
    private final Target target;
    private final String address;
    private final List<Outgoing> past;

    PastToOne(Target target, String address, List<Outgoing> past) {
      this.target = target;
      this.address = address;
      this.past = past;
    }

    @Override
    void run() {
      guarded(target, () -> target.deliverPast(address, past));
    }
  }

  /** One param of a snapshot to one session. */
  static final class SnapshotToOne extends Delivery {
    private final Target target;
    private final Snapshot.Entry entry;

    SnapshotToOne(Target target, Snapshot.Entry entry) {
      this.target = target;
      this.entry = entry;
    }

    @Override
    void run() {
      guarded(target, () -> target.deliverSnapshot(entry));
    }
  }

  /** Behind the last param of a snapshot for one session. */
  static final class SnapshotEnd extends Delivery {
    private final Target target;
    private final boolean evenIfEmpty;

    SnapshotEnd(Target target, boolean evenIfEmpty) {
      this.target = target;
      this.evenIfEmpty = evenIfEmpty;
    }

    @Override
    void run() {
      guarded(target, () -> target.endSnapshot(evenIfEmpty));
    }
  }

  /** The first entry of every inbox, which stands for nothing. */
  static final class Start extends Delivery {
    @Override
    void run() {}
  }
}
