package to.clasp.router.internal;

import java.util.function.Consumer;
import to.clasp.protocol.Message;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Result;
import to.clasp.protocol.Set;
import to.clasp.protocol.Snapshot;

/** The addresses about which a message tells a client something. */
final class Told {
  private Told() {}

  /** Hands over each address; ACK and ERROR, which repeat what the client said, have none. */
  static void forEach(Message message, Consumer<String> action) {
    if (message instanceof Set set) {
      action.accept(set.address());
    } else if (message instanceof Publish publish) {
      action.accept(publish.address());
    } else if (message instanceof Snapshot snapshot) {
      snapshot.entries().forEach(entry -> action.accept(entry.address()));
    } else if (message instanceof Result result) {
      result.signals().forEach(signal -> action.accept(signal.address()));
    }
  }
}
