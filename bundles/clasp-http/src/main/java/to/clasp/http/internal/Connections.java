package to.clasp.http.internal;

import io.netty.channel.Channel;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The open connections, counted by where they come from. Safe from any thread. */
final class Connections {
  private static final Object NOWHERE = new Object();

  private final Map<Channel, Object> sources = new ConcurrentHashMap<>();
  private final Map<Object, Integer> counts = new ConcurrentHashMap<>();

  void add(Channel channel) {
    Object source = source(channel);
    sources.put(channel, source);
    counts.merge(source, 1, Integer::sum);
  }

  void remove(Channel channel) {
    Object source = sources.remove(channel);
    if (source != null) {
      counts.computeIfPresent(source, (key, count) -> count == 1 ? null : count - 1);
    }
  }

  int size() {
    return sources.size();
  }

  void closeAll() {
    sources.keySet().forEach(Channel::close);
  }

  boolean tooManyOfSource(Channel channel, HttpSettings settings) {
    int most = settings.maxConnectionsPerSource();
    return most > 0
        && counts.getOrDefault(source(channel), 0) > most
        && !(channel.remoteAddress() instanceof InetSocketAddress peer
            && settings.proxies().trust(peer));
  }

  /** For IPv6, the network: a single host has 2^64 addresses to come from. */
  private static Object source(Channel channel) {
    if (!(channel.remoteAddress() instanceof InetSocketAddress peer)) {
      return NOWHERE;
    }
    return peer.getAddress() instanceof Inet6Address address
        ? ByteBuffer.wrap(address.getAddress()).getLong()
        : peer.getAddress();
  }
}
