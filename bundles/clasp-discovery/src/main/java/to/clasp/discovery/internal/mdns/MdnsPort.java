package to.clasp.discovery.internal.mdns;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.discovery.internal.dns.DnsException;
import to.clasp.discovery.internal.dns.DnsMessage;
import to.clasp.discovery.internal.dns.DnsReader;
import to.clasp.discovery.internal.dns.DnsWriter;
import to.clasp.discovery.internal.net.Link;
import to.clasp.discovery.internal.net.Loop;

/**
 * The mDNS port on every network: a socket for each network and version of IP, so that it is known
 * where something was said, and what is said goes there. Other programs may have the port as well.
 */
final class MdnsPort implements MdnsSender {
  /** Gets what was said and asked. */
  interface Receiver {
    void received(Link link, DnsMessage message, InetSocketAddress from);
  }

  private static final Logger LOG = LoggerFactory.getLogger(MdnsPort.class);
  private static final int PORT = 5353;

  /** RFC 6762, 11: shows the receiver that no router has passed it on. */
  private static final int HOPS = 255;

  private final Loop loop;
  private final Receiver receiver;
  private final InetAddress group4;
  private final InetAddress group6;
  private final Map<Link, List<DatagramChannel>> channels = new LinkedHashMap<>();

  /**
   * Opens nothing yet, but tries whether it could.
   *
   * @throws IOException if the port cannot be opened
   */
  MdnsPort(Loop loop, Receiver receiver) throws IOException {
    this.loop = loop;
    this.receiver = receiver;
    this.group4 = InetAddress.getByName("224.0.0.251");
    this.group6 = InetAddress.getByName("ff02::fb");
    bind(StandardProtocolFamily.INET).close();
  }

  private static DatagramChannel bind(ProtocolFamily family) throws IOException {
    DatagramChannel channel = DatagramChannel.open(family);
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      if (channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)
          && System.getProperty("os.name", "").startsWith("Mac")) {
        channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
      }
      channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, HOPS);
      return channel.bind(new InetSocketAddress(PORT));
    } catch (IOException failure) {
      Loop.closeQuietly(channel);
      throw new IOException("cannot listen for mDNS on port " + PORT + ": " + failure.getMessage());
    }
  }

  /**
   * Takes the networks there are now.
   *
   * @return whether they differ from those before
   */
  boolean use(List<Link> links) {
    List<Link> gone = new ArrayList<>(channels.keySet());
    gone.removeAll(links);
    gone.forEach(link -> channels.remove(link).forEach(Loop::closeQuietly));
    boolean changed = !gone.isEmpty();
    for (Link link : links) {
      if (!channels.containsKey(link)) {
        List<DatagramChannel> opened = open(link);
        if (!opened.isEmpty()) {
          channels.put(link, opened);
          changed = true;
        }
      }
    }
    return changed;
  }

  private List<DatagramChannel> open(Link link) {
    List<DatagramChannel> opened = new ArrayList<>();
    if (link.has(true)) {
      open(link, StandardProtocolFamily.INET, group4, opened);
    }
    if (link.has(false)) {
      open(link, StandardProtocolFamily.INET6, group6, opened);
    }
    return opened;
  }

  private void open(
      Link link, ProtocolFamily family, InetAddress group, List<DatagramChannel> opened) {
    try {
      NetworkInterface itself = NetworkInterface.getByName(link.name());
      DatagramChannel channel = bind(family);
      opened.add(channel);
      channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, itself);
      channel.join(group, itself);
      loop.read(channel, (bytes, length, from) -> received(link, bytes, length, from));
    } catch (IOException | RuntimeException failure) {
      LOG.debug("no mDNS by {} on {}", family, link.name(), failure);
    }
  }

  private void received(Link link, byte[] bytes, int length, InetSocketAddress from) {
    if (!isFrom(link, from.getAddress())) {
      return;
    }
    try {
      receiver.received(link, DnsReader.read(bytes, length), from);
    } catch (DnsException useless) {
      LOG.trace("no DNS message from {}: {}", from, useless.getMessage());
    }
  }

  /** A socket may also get what was meant for that of another network. */
  private static boolean isFrom(Link link, InetAddress sender) {
    if (sender instanceof Inet6Address six && six.getScopeId() != 0) {
      return six.getScopeId() == link.index();
    }
    return link.contains(sender);
  }

  @Override
  public Collection<Link> links() {
    return channels.keySet();
  }

  @Override
  public void send(Link link, DnsMessage message) {
    for (DatagramChannel channel : channels.getOrDefault(link, List.of())) {
      send(channel, message, new InetSocketAddress(isIpv4(channel) ? group4 : group6, PORT));
    }
  }

  @Override
  public void reply(Link link, DnsMessage message, InetSocketAddress to) {
    boolean ipv4 = to.getAddress() instanceof Inet4Address;
    channels.getOrDefault(link, List.of()).stream()
        .filter(channel -> isIpv4(channel) == ipv4)
        .findFirst()
        .ifPresent(channel -> send(channel, message, to));
  }

  private static boolean isIpv4(DatagramChannel channel) {
    try {
      return ((InetSocketAddress) channel.getLocalAddress()).getAddress() instanceof Inet4Address;
    } catch (IOException closed) {
      return false;
    }
  }

  private static void send(DatagramChannel channel, DnsMessage message, InetSocketAddress to) {
    try {
      channel.send(ByteBuffer.wrap(DnsWriter.write(message)), to);
    } catch (IOException | RuntimeException lost) {
      LOG.debug("cannot send to {}", to, lost);
    }
  }
}
