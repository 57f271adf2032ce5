package to.clasp.http.internal;

import io.netty.channel.Channel;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The open connections, counted by where they come from. Safe from any thread. */
final class Connections {
  /** So much more than one network an IPv6 site may have: it has 65 536 networks to come from. */
  private static final long NETWORKS_PER_SITE = 2;

  private static final int NOT_SITE_BITS = 16;
  private static final Source NOWHERE = new Source("", "");

  private final Map<Channel, Source> sources = new ConcurrentHashMap<>();
  private final Map<Object, Integer> counts = new ConcurrentHashMap<>();

  /**
   * Where a connection comes from.
   *
   * @param network the address, of IPv6 its first 64 bits: a single host has as many to come from
   * @param site of IPv6 the first 48 bits; else the same
   */
  private record Source(Object network, Object site) {}

  private record Site(long bits) {}

  void add(Channel channel) {
    Source source = source(channel);
    sources.put(channel, source);
    counts.merge(source.network(), 1, Integer::sum);
    if (source.site() != source.network()) {
      counts.merge(source.site(), 1, Integer::sum);
    }
  }

  void remove(Channel channel) {
    Source source = sources.remove(channel);
    if (source != null) {
      removeOne(source.network());
      if (source.site() != source.network()) {
        removeOne(source.site());
      }
    }
  }

  private void removeOne(Object counted) {
    counts.computeIfPresent(counted, (key, count) -> count == 1 ? null : count - 1);
  }

  int size() {
    return sources.size();
  }

  void closeAll() {
    sources.keySet().forEach(Channel::close);
  }

  boolean tooManyOfSource(Channel channel, HttpSettings settings) {
    int most = settings.maxConnectionsPerSource();
    Source source = source(channel);
    return most > 0
        && (count(source.network()) > most || count(source.site()) > most * NETWORKS_PER_SITE)
        && !(channel.remoteAddress() instanceof InetSocketAddress peer
            && settings.proxies().trust(peer));
  }

  private int count(Object counted) {
    return counts.getOrDefault(counted, 0);
  }

  private static Source source(Channel channel) {
    if (!(channel.remoteAddress() instanceof InetSocketAddress peer)) {
      return NOWHERE;
    }
    if (peer.getAddress() instanceof Inet6Address address) {
      long network = ByteBuffer.wrap(address.getAddress()).getLong();
      return new Source(network, new Site(network >>> NOT_SITE_BITS));
    }
    return new Source(peer.getAddress(), peer.getAddress());
  }
}
