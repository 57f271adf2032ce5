package to.clasp.discovery.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import to.clasp.discovery.Discovery.Search;
import to.clasp.discovery.DiscoveryEvent.Failed;
import to.clasp.discovery.DiscoveryOptions;
import to.clasp.discovery.Source;
import to.clasp.discovery.internal.broadcast.BroadcastSearch;
import to.clasp.discovery.internal.net.Links;
import to.clasp.discovery.internal.net.Loop;

/** Searches one after the other: who asks while one is under way gets what that one finds. */
final class Searches {
  /** What they need of whom they belong to; used on the loop, but for {@link #failed}. */
  interface Owner {
    /** How to search. */
    DiscoveryOptions options();

    /** Begins to listen for mDNS, and asks. */
    void browse();

    /** A source cannot be used. On any thread. */
    void failed(Failed why);
  }

  private final Loop loop;
  private final DeviceTable table;
  private final Owner owner;
  private final Set<CompletableFuture<Search>> waiting = ConcurrentHashMap.newKeySet();
  private CompletableFuture<Search> running;
  private RendezvousSearch server;
  private volatile boolean closed;

  Searches(Loop loop, DeviceTable table, Owner owner) {
    this.loop = loop;
    this.table = table;
    this.owner = owner;
  }

  /** Begins one, or waits for the one that is under way. Safe from any thread. */
  CompletableFuture<Search> begin() {
    CompletableFuture<Search> result = new CompletableFuture<>();
    waiting.add(result);
    result.whenComplete((done, failure) -> waiting.remove(result));
    loop.execute(
        () -> {
          if (running == null || running.isDone()) {
            running = new CompletableFuture<>();
            start(running);
          }
          // On another thread, so that who waits cannot keep the loop.
          running.thenAcceptAsync(result::complete);
        });
    if (closed) {
      end();
    }
    return result;
  }

  private void start(CompletableFuture<Search> result) {
    try {
      searchNear(result);
    } catch (RuntimeException mistake) {
      result.complete(new Search(table.all(), List.of())); // else nobody could ever search again
      throw mistake;
    }
  }

  private void searchNear(CompletableFuture<Search> result) {
    List<Failed> failures = new ArrayList<>();
    DiscoveryOptions options = owner.options();
    owner.browse();
    if (options.mdns() && Links.usable(options.interfaces()).isEmpty()) {
      fail(failures, Source.MDNS, "there is no network for mDNS");
    }
    long millis = options.timeout().toMillis();
    if (!options.broadcast()) {
      loop.after(millis, () -> searchFar(options, failures, result));
      return;
    }
    BroadcastSearch broadcast =
        new BroadcastSearch(
            loop, options.port(), (key, device) -> table.put(Source.BROADCAST, key, device));
    broadcast.run(
        Links.all(options.interfaces()),
        millis,
        () -> {
          table.keepOnly(Source.BROADCAST, broadcast.keys());
          if (broadcast.failure() != null) {
            fail(failures, Source.BROADCAST, broadcast.failure());
          }
          searchFar(options, failures, result);
        });
  }

  private void searchFar(
      DiscoveryOptions options, List<Failed> failures, CompletableFuture<Search> result) {
    if (options.rendezvous() == null || !options.equals(owner.options())) {
      result.complete(new Search(table.all(), failures));
      return;
    }
    far(options)
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                fail(failures, Source.RENDEZVOUS, text(failure));
              }
              result.complete(new Search(table.all(), failures));
            });
  }

  private CompletableFuture<Void> far(DiscoveryOptions options) {
    try {
      if (server == null) {
        server = new RendezvousSearch(options, table);
      }
      return server.run();
    } catch (NoClassDefFoundError missing) {
      return CompletableFuture.failedFuture(
          new IOException("the bundle clasp-rendezvous is not there"));
    } catch (RuntimeException wrong) {
      return CompletableFuture.failedFuture(wrong);
    }
  }

  private static String text(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  private void fail(List<Failed> failures, Source source, String text) {
    Failed failed = new Failed(source, text);
    failures.add(failed);
    owner.failed(failed);
  }

  /** What another rendezvous server, or the same about another tag, knew holds no more. */
  void optionsChanged(DiscoveryOptions before, DiscoveryOptions now) {
    if (!Objects.equals(before.rendezvous(), now.rendezvous())
        || !Objects.equals(before.tag(), now.tag())
        || !Objects.equals(before.token(), now.token())
        || !before.timeout().equals(now.timeout())) {
      leaveServer();
      table.keepOnly(Source.RENDEZVOUS, Set.of());
    }
  }

  private void leaveServer() {
    if (server != null) {
      server.close();
      server = null;
    }
  }

  /** Ends what is waited for with what is known now. */
  void close() {
    closed = true;
    loop.execute(this::leaveServer);
    end();
  }

  private void end() {
    waiting.forEach(each -> each.complete(new Search(table.all(), List.of())));
  }
}
