package to.clasp.discovery.internal.mdns;

import java.net.InetSocketAddress;
import java.util.Collection;
import to.clasp.discovery.internal.dns.DnsMessage;
import to.clasp.discovery.internal.net.Link;

/** Sends messages. What cannot be sent is lost, as on any network. */
interface MdnsSender {
  /** The networks there are now. */
  Collection<Link> links();

  /** To everybody on a network. */
  void send(Link link, DnsMessage message);

  /** To one host on a network. */
  void reply(Link link, DnsMessage message, InetSocketAddress to);
}
