package to.clasp.discovery.internal;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.discovery.Announcement;
import to.clasp.discovery.Device;
import to.clasp.discovery.Discovery;
import to.clasp.discovery.DiscoveryEvent;
import to.clasp.discovery.DiscoveryEvent.Failed;
import to.clasp.discovery.DiscoveryOptions;
import to.clasp.discovery.Sighting;
import to.clasp.discovery.Source;
import to.clasp.discovery.internal.broadcast.BroadcastResponder;
import to.clasp.discovery.internal.mdns.Mdns;
import to.clasp.discovery.internal.net.Links;
import to.clasp.discovery.internal.net.Loop;

/** Puts the parts together. What is not final is used on the thread of the loop. */
public final class LanDiscovery implements Discovery.Owned {
  private static final Logger LOG = LoggerFactory.getLogger(Discovery.class);

  /** Networks and ports tell nobody when they come and go. */
  private static final int LOOK_MILLIS = 2000;

  private static final int SETTLE_MILLIS = 200;

  private final String id = UUID.randomUUID().toString();
  private final Subscribers subscribers = new Subscribers();
  private final DeviceTable table = new DeviceTable(id, System::nanoTime, subscribers::tell);
  private final Loop loop;
  private final Searches searches;
  private volatile Setup setup;
  private Mdns mdns;
  private BroadcastResponder responder;
  private Supplier<Announcement> announced = () -> null;
  private volatile Supplier<List<Served>> others = List::of;
  private Announcement last;
  private List<Served> lastOthers = List.of();
  private Served served;
  private boolean browsing;
  private boolean looking;
  private boolean refreshing;

  private LanDiscovery(Setup setup) throws IOException {
    this.setup = setup;
    this.loop = new Loop();
    this.searches = new Searches(loop, table, new Searching());
  }

  /**
   * Opens one that announces nothing yet.
   *
   * @param options where to search
   * @return the discovery
   * @throws IOException if the mDNS port cannot be opened
   */
  public static LanDiscovery open(DiscoveryOptions options) throws IOException {
    return open(Setup.searching(options), () -> null);
  }

  static LanDiscovery open(Setup setup, Supplier<Announcement> announced) throws IOException {
    LanDiscovery opened = new LanDiscovery(Setup.searching(setup.options()));
    try {
      opened.apply(setup, announced);
    } catch (IOException failure) {
      opened.close();
      throw failure;
    }
    return opened;
  }

  /** What this device is known by. */
  String id() {
    return id;
  }

  /**
   * Changes how it works. What stays the same goes on undisturbed.
   *
   * @param next the new setup
   * @param what tells what to announce, asked every now and then on the loop; or null
   * @throws IOException if a port cannot be opened; then everything is as before
   */
  void apply(Setup next, Supplier<Announcement> what) throws IOException {
    CompletableFuture<Void> done = new CompletableFuture<>();
    loop.execute(
        () -> {
          try {
            change(next, what);
            done.complete(null);
          } catch (IOException | RuntimeException failure) {
            done.completeExceptionally(failure);
          }
        });
    try {
      CompletableFuture.anyOf(done, loop.ended()).join();
      if (!done.isDone()) {
        throw new IOException("discovery is closed");
      }
      done.join();
    } catch (CompletionException failure) {
      if (failure.getCause() instanceof IOException known) {
        throw known;
      }
      throw failure;
    }
  }

  private void change(Setup next, Supplier<Announcement> what) throws IOException {
    Mdns nextMdns = next.options().mdns() ? mdns : null;
    if (next.options().mdns() && mdns == null) {
      nextMdns = new Mdns(loop, "clasp-" + id.substring(0, 8), id, new Found());
    }
    BroadcastResponder nextResponder = next.answerPort() == 0 ? null : responder;
    if (next.answerPort() != setup.answerPort() && next.answerPort() != 0) {
      nextResponder = new BroadcastResponder(loop, next.answerPort(), id);
      LOG.info("answering discovery on port {}/udp", next.answerPort());
    }
    if (mdns != null && nextMdns == null) {
      mdns.publish(null);
      mdns.publishOthers(List.of());
      mdns.use(List.of());
      table.keepOnly(Source.MDNS, Set.of());
    }
    if (responder != null && nextResponder != responder) {
      responder.close();
    }
    boolean begins = browsing && nextMdns != mdns && nextMdns != null;
    mdns = nextMdns;
    responder = nextResponder;
    announced = what;
    searches.optionsChanged(setup.options(), next.options());
    setup = next;
    look();
    if (begins) {
      mdns.search();
    }
  }

  /** Looks at networks and ports, now and again and again while somebody is interested. */
  private void look() {
    if (!looking) {
      looking = true; // first, because an endpoint may fail to say what it serves
      loop.after(LOOK_MILLIS, this::lookAgain);
    }
    announceChanges();
    Served told = setup.announceMdns() ? served : null;
    List<Served> more = setup.announceMdns() ? otherServices() : List.of();
    if (mdns != null) {
      if (told == null) {
        mdns.publish(null); // goodbye, while the networks are still in use
      }
      if (more.isEmpty()) {
        mdns.publishOthers(more);
      }
      boolean active = told != null || browsing || !more.isEmpty();
      mdns.use(active ? Links.usable(setup.options().interfaces()) : List.of());
      mdns.publish(told);
      mdns.publishOthers(more);
    }
    if (responder != null) {
      responder.answer(served, Links.all(setup.options().interfaces()));
    }
  }

  private void lookAgain() {
    looking = false;
    look();
  }

  /** A port that is just being closed may fail to say where it is; the next look tells. */
  private Announcement announcement() {
    try {
      return announced.get();
    } catch (RuntimeException closing) {
      LOG.debug("an endpoint does not say what it serves", closing);
      return last;
    }
  }

  /** The same holds for these. */
  private List<Served> otherServices() {
    try {
      lastOthers = others.get();
    } catch (RuntimeException closing) {
      LOG.debug("an endpoint does not say what it serves", closing);
    }
    return lastOthers;
  }

  private void announceChanges() {
    Announcement now = announcement();
    if (now == null ? last == null : now.equals(last)) {
      return;
    }
    last = now;
    served = now == null ? null : Served.of(now).orElse(null);
    if (served == null || !setup.announceMdns() && setup.answerPort() == 0) {
      return;
    }
    if (served.address().isLoopbackAddress()) {
      LOG.warn("no other host can find {}: it is open on this one alone", served.main());
    } else {
      LOG.info("announcing {} at {}", served.name(), served.main());
    }
  }

  /** Announces other services, too: asked every now and then on the loop. */
  void announceOthers(Supplier<List<Served>> what) {
    others = what;
    refresh();
  }

  /** Looks soon whether something else is to be announced; several ports open and close at once. */
  void refresh() {
    loop.execute(
        () -> {
          if (!refreshing) {
            refreshing = true;
            loop.after(
                SETTLE_MILLIS,
                () -> {
                  refreshing = false;
                  look();
                });
          }
        });
  }

  @Override
  public void announce(Announcement what) throws IOException {
    apply(setup.announcing(), () -> what);
  }

  private final class Searching implements Searches.Owner {
    @Override
    public DiscoveryOptions options() {
      return setup.options();
    }

    @Override
    public void browse() {
      LanDiscovery.this.browse();
    }

    @Override
    public void failed(Failed why) {
      synchronized (table) {
        subscribers.tell(why);
      }
    }
  }

  private final class Found implements Mdns.Listener {
    @Override
    public void seen(String key, Device device) {
      table.put(Source.MDNS, key, device);
    }

    @Override
    public void gone(String key) {
      table.remove(Source.MDNS, key);
    }
  }

  @Override
  public CompletableFuture<Search> discoverAll() {
    return searches.begin();
  }

  private void browse() {
    browsing = true;
    look();
    if (mdns != null) {
      mdns.search();
    }
  }

  @Override
  public List<Sighting> devices() {
    return table.all();
  }

  @Override
  public Optional<Sighting> device(String wanted) {
    return table.get(wanted);
  }

  @Override
  public Flow.Publisher<DiscoveryEvent> events() {
    return subscriber -> {
      synchronized (table) {
        List<DiscoveryEvent> known =
            table.all().stream().<DiscoveryEvent>map(DiscoveryEvent.Found::new).toList();
        subscribers.add(subscriber, known);
      }
      loop.execute(this::browse);
    };
  }

  @Override
  public boolean add(Device device) {
    return table.put(Source.MANUAL, device.id(), device);
  }

  @Override
  public boolean remove(String wanted) {
    return table.remove(Source.MANUAL, wanted);
  }

  @Override
  public void close() {
    loop.execute(
        () -> {
          if (mdns != null) {
            mdns.publish(null);
            mdns.publishOthers(List.of());
          }
        });
    searches.close();
    loop.close();
    subscribers.close();
  }
}
