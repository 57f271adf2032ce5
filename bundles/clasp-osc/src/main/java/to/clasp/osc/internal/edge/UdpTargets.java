package to.clasp.osc.internal.edge;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/** The targets of a UDP port. They are never forgotten, and come back when their session ends. */
final class UdpTargets {
  private static final long PAUSE = TimeUnit.SECONDS.toNanos(5);

  private final Edge edge;
  private final NameLookup names;
  private final BiFunction<InetSocketAddress, Target, UdpPeer> maker;
  private final Map<Target, InetSocketAddress> found = new HashMap<>();
  private final Set<Target> asked = new HashSet<>();
  private final Map<InetSocketAddress, Place> places = new HashMap<>();
  private final Map<InetAddress, Place> devices = new HashMap<>();
  private Executor loop;
  private long askedAt;
  private boolean closed;

  private static final class Place {
    private final Target target;
    private UdpPeer peer;
    private long endedAt;

    Place(Target target) {
      this.target = target;
    }
  }

  UdpTargets(Edge edge, NameLookup names, BiFunction<InetSocketAddress, Target, UdpPeer> maker) {
    this.edge = edge;
    this.names = names;
    this.maker = maker;
  }

  /** On that loop, as everything that follows. */
  void begin(Executor on) {
    loop = on;
    configured();
  }

  /** Follows the settings. Those that stay keep their sessions. */
  void configured() {
    List<Target> wanted = wanted();
    found.keySet().retainAll(wanted);
    for (Target target : wanted) {
      InetSocketAddress address = NameLookup.literal(target);
      if (address == null) {
        ask(target);
      } else {
        found.put(target, address);
      }
    }
    follow();
  }

  private List<Target> wanted() {
    return edge.settings().targets().stream().filter(each -> each.stream() == null).toList();
  }

  private void ask(Target target) {
    askedAt = System.nanoTime();
    if (asked.add(target)) {
      names.find(target).thenAccept(address -> later(() -> answered(target, address)));
    }
  }

  private void later(Runnable task) {
    try {
      loop.execute(task);
    } catch (RejectedExecutionException stopped) {
      // the loop is gone, and the targets with it
    }
  }

  /** A name that is not known any more keeps its last address. */
  private void answered(Target target, InetSocketAddress address) {
    asked.remove(target);
    if (closed || !wanted().contains(target)) {
      return;
    }
    if (address == null) {
      edge.log().note(target.host(), "is a target with an unknown name");
    } else if (!address.equals(found.put(target, address))) {
      follow();
    }
  }

  private void follow() {
    Map<InetSocketAddress, Target> wanted = new LinkedHashMap<>();
    for (Target target : wanted()) {
      InetSocketAddress address = found.get(target);
      if (address != null) {
        wanted.put(address, target);
      }
    }
    for (InetSocketAddress address : new HashSet<>(places.keySet())) {
      if (!places.get(address).target.equals(wanted.get(address))) {
        UdpPeer gone = places.remove(address).peer;
        if (gone != null) {
          gone.peer().end();
        }
      }
    }
    wanted.forEach(this::add);
    devices.clear();
    places.forEach(
        (address, place) -> {
          if (place.target.isDevice()) {
            devices.put(address.getAddress(), place);
          }
        });
  }

  private void add(InetSocketAddress address, Target target) {
    if (!places.containsKey(address)) {
      Place place = new Place(target);
      places.put(address, place);
      open(address, place);
    }
  }

  private void open(InetSocketAddress address, Place place) {
    place.peer = maker.apply(address, place.target);
    place.peer.peer().begin();
  }

  /** The session of a target has ended, which is tried again after a while. */
  void ended(InetSocketAddress address) {
    Place place = places.get(address);
    if (place != null && !closed) {
      place.peer = null;
      place.endedAt = System.nanoTime();
    }
  }

  void sweep() {
    if (System.nanoTime() - askedAt > PAUSE) {
      wanted().stream().filter(target -> !found.containsKey(target)).forEach(this::ask);
    }
    places.forEach(
        (address, place) -> {
          if (place.peer == null && System.nanoTime() - place.endedAt > PAUSE) {
            open(address, place);
          }
        });
  }

  /** The target of exactly this address, or null. */
  Target find(InetSocketAddress address) {
    Place place = places.isEmpty() ? null : places.get(address);
    return place == null ? null : place.target;
  }

  /** Who a datagram is of: the target that sent it, or the device on its host, or null. */
  UdpPeer sender(InetSocketAddress from) {
    if (places.isEmpty()) {
      return null;
    }
    Place place = places.get(from);
    Place device = place == null ? devices.get(from.getAddress()) : place;
    return device == null ? null : device.peer;
  }

  List<Peer> all() {
    List<Peer> all = new ArrayList<>();
    for (Place place : places.values()) {
      if (place.peer != null) {
        all.add(place.peer.peer());
      }
    }
    return all;
  }

  /** None comes back. */
  void end() {
    closed = true;
  }
}
