package to.clasp.discovery.internal.mdns;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import to.clasp.discovery.Announcement;
import to.clasp.discovery.internal.Served;
import to.clasp.discovery.internal.dns.DnsException;
import to.clasp.discovery.internal.dns.DnsMessage;
import to.clasp.discovery.internal.dns.DnsReader;
import to.clasp.discovery.internal.dns.DnsWriter;
import to.clasp.discovery.internal.net.Link;
import to.clasp.discovery.internal.net.TestLinks;
import to.clasp.protocol.Features;

/** Networks on which all that is sent is kept, as it would be read. */
final class FakeNet implements MdnsSender {
  /** Somebody who takes part in multicast. */
  static final InetSocketAddress PEER = new InetSocketAddress(TestLinks.address("10.7.0.2"), 5353);

  /**
   * What was sent.
   *
   * @param to null for everybody
   */
  record Sent(Link link, DnsMessage message, InetSocketAddress to) {}

  final List<Sent> sent = new ArrayList<>();
  private List<Link> links;

  FakeNet(Link... links) {
    this.links = List.of(links);
  }

  void change(Link... next) {
    links = List.of(next);
  }

  @Override
  public Collection<Link> links() {
    return links;
  }

  @Override
  public void send(Link link, DnsMessage message) {
    reply(link, message, null);
  }

  @Override
  public void reply(Link link, DnsMessage message, InetSocketAddress to) {
    byte[] bytes = DnsWriter.write(message);
    if (bytes.length > 1400) {
      throw new AssertionError(bytes.length + " bytes do not fit into a datagram");
    }
    try {
      sent.add(new Sent(link, DnsReader.read(bytes, bytes.length), to));
    } catch (DnsException e) {
      throw new AssertionError(e);
    }
  }

  /** What was sent since it was asked last. */
  List<DnsMessage> take() {
    List<DnsMessage> messages = sent.stream().map(Sent::message).toList();
    sent.clear();
    return messages;
  }

  static Served other(String type, String name, String uri) {
    return Served.of(type, name, List.of(URI.create(uri))).orElseThrow();
  }

  static Served served(String name, String... uris) {
    Set<URI> endpoints = new LinkedHashSet<>();
    Arrays.stream(uris).map(URI::create).forEach(endpoints::add);
    return Served.of(new Announcement(name, Features.ALL, endpoints)).orElseThrow();
  }
}
