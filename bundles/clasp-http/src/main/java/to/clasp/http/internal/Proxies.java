package to.clasp.http.internal;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The proxies whose word is taken for who sent a request. Each appends to X-Forwarded-For whom it
 * got the request from, so the header counts from its end, and only as far as trusted proxies wrote
 * it: what stands before that, anybody may have made up.
 */
final class Proxies {
  private static final String HEADER = "x-forwarded-for";

  private final List<IpSubnetFilterRule> trusted;

  private Proxies(List<IpSubnetFilterRule> trusted) {
    this.trusted = List.copyOf(trusted);
  }

  /**
   * Reads addresses and networks.
   *
   * @throws IllegalArgumentException if one is neither; names the key
   */
  static Proxies of(String... networks) {
    List<IpSubnetFilterRule> rules = new ArrayList<>();
    for (String network : String.join(",", networks).split(",")) {
      if (!network.isBlank()) {
        rules.add(rule(network.strip()));
      }
    }
    return new Proxies(rules);
  }

  private static IpSubnetFilterRule rule(String network) {
    String[] parts = network.split("/", 2);
    InetAddress address = NetUtil.createInetAddressFromIpAddressString(parts[0]);
    int longest = address == null ? 0 : address.getAddress().length * Byte.SIZE;
    boolean hasLength = parts.length > 1;
    int length = hasLength && parts[1].matches("\\d{1,3}") ? Integer.parseInt(parts[1]) : longest;
    if (address == null || length > longest || (hasLength && !parts[1].matches("\\d{1,3}"))) {
      throw new IllegalArgumentException(
          HttpServer.PID + ": trustedProxies = " + network + " is no address and no network");
    }
    return new IpSubnetFilterRule(address, length, IpFilterRuleType.ACCEPT);
  }

  boolean trust(InetSocketAddress peer) {
    for (IpSubnetFilterRule rule : trusted) {
      if (rule.matches(peer)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Who sent a request.
   *
   * @param peer who the connection is to
   * @param headers by their names in lower case
   * @return the peer, or, with port 0, whom trusted proxies have named
   */
  InetSocketAddress client(InetSocketAddress peer, Map<String, List<String>> headers) {
    InetSocketAddress client = peer;
    String[] path = String.join(",", headers.getOrDefault(HEADER, List.of())).split(",");
    for (int i = path.length - 1; i >= 0 && trust(client); i--) {
      InetAddress named = address(path[i].strip());
      if (named == null) {
        return client;
      }
      client = new InetSocketAddress(named, 0);
    }
    return client;
  }

  /** Some proxies add the port. */
  private static InetAddress address(String text) {
    String address = text.replaceFirst("^\\[(.*)](:\\d+)?$|^(\\d+[.][\\d.]+):\\d+$", "$1$3");
    return NetUtil.createInetAddressFromIpAddressString(address);
  }
}
