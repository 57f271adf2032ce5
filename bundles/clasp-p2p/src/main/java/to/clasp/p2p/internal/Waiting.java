package to.clasp.p2p.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import to.clasp.p2p.P2pException;

/** Who waits for a connection. Used on the loop. */
final class Waiting {
  private final List<CompletableFuture<Void>> all = new ArrayList<>();

  CompletionStage<Void> add() {
    CompletableFuture<Void> one = new CompletableFuture<>();
    all.add(one);
    return one;
  }

  void succeed() {
    end(one -> one.complete(null));
  }

  void fail(String reason) {
    end(one -> one.completeExceptionally(new P2pException(reason)));
  }

  /** They may ask for the next one at once. */
  private void end(Consumer<CompletableFuture<Void>> how) {
    List<CompletableFuture<Void>> now = List.copyOf(all);
    all.clear();
    now.forEach(how);
  }
}
