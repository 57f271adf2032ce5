package to.clasp.osc.internal.edge;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/** The targets of a UDP port. They are never forgotten, and come back when their session ends. */
final class UdpTargets {
  private static final long PAUSE = TimeUnit.SECONDS.toNanos(5);

  private final Edge edge;
  private final BiFunction<InetSocketAddress, Target, Peer> maker;
  private final Map<InetSocketAddress, Place> places = new HashMap<>();
  private final Map<InetAddress, Place> devices = new HashMap<>();
  private boolean closed;

  private static final class Place {
    private final Target target;
    private Peer peer;
    private long endedAt;

    Place(Target target) {
      this.target = target;
    }
  }

  UdpTargets(Edge edge, BiFunction<InetSocketAddress, Target, Peer> maker) {
    this.edge = edge;
    this.maker = maker;
  }

  /** Follows the settings. Those that stay keep their sessions. */
  void configured() {
    Map<InetSocketAddress, Target> wanted = new HashMap<>();
    for (Target target : edge.settings().targets()) {
      InetSocketAddress address = target.stream() == null ? target.resolve() : null;
      if (address != null && address.isUnresolved()) {
        edge.log().note(target.host(), "is a target with an unknown name");
      } else if (address != null) {
        wanted.put(address, target);
      }
    }
    for (InetSocketAddress address : new HashSet<>(places.keySet())) {
      if (!places.get(address).target.equals(wanted.get(address))) {
        Peer gone = places.remove(address).peer;
        if (gone != null) {
          gone.end();
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
    place.peer.begin();
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
  Peer sender(InetSocketAddress from) {
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
        all.add(place.peer);
      }
    }
    return all;
  }

  /** None comes back. */
  void end() {
    closed = true;
  }
}
