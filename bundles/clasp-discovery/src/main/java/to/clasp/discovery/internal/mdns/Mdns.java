package to.clasp.discovery.internal.mdns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import to.clasp.discovery.Device;
import to.clasp.discovery.internal.Served;
import to.clasp.discovery.internal.net.Link;
import to.clasp.discovery.internal.net.Loop;

/** Announces and browses by multicast DNS. Used on the thread of its loop. */
public final class Mdns {
  /** Is told of devices, by a key that stays the same. */
  public interface Listener {
    /**
     * A device is there, or still there, perhaps with something changed.
     *
     * @param key its instance name
     * @param device what it is now
     */
    void seen(String key, Device device);

    /**
     * A device is there no more.
     *
     * @param key its instance name
     */
    void gone(String key);
  }

  private final Loop loop;
  private final String host;
  private final String id;
  private final Random random = new Random();
  private final MdnsPort port;
  private final Responder responder;
  private final Map<String, Responder> others = new HashMap<>();
  private final Browser browser;

  /**
   * Opens the port.
   *
   * @param loop reads it
   * @param host first label of the name of this host, which nobody else may have
   * @param id what this device is known by
   * @param listener is told of devices
   * @throws IOException if the port cannot be opened; says why
   */
  public Mdns(Loop loop, String host, String id, Listener listener) throws IOException {
    this.loop = loop;
    this.host = host;
    this.id = id;
    this.port = new MdnsPort(loop, this::received);
    this.responder = new Responder(loop, port, random, host, id);
    this.browser =
        new Browser(
            loop,
            port,
            random,
            new Browser.Listener() {
              @Override
              public void seen(to.clasp.discovery.internal.dns.DnsName name, Device device) {
                listener.seen(name.toString(), device);
              }

              @Override
              public void gone(to.clasp.discovery.internal.dns.DnsName name) {
                listener.gone(name.toString());
              }
            });
  }

  private void received(
      Link link, to.clasp.discovery.internal.dns.DnsMessage message, InetSocketAddress from) {
    responder.received(link, message, from);
    others.values().forEach(each -> each.received(link, message, from));
    browser.received(link, message, from);
  }

  /**
   * Announces something, in place of what was announced before.
   *
   * @param served what; null for nothing
   */
  public void publish(Served served) {
    responder.publish(served);
  }

  /**
   * Announces services that are not CLASP, in place of those that were announced before. Each has a
   * host name of its own, so that none takes back the addresses of another.
   *
   * @param all each with another type or port
   */
  public void publishOthers(List<Served> all) {
    Map<String, Served> wanted = new HashMap<>();
    all.forEach(each -> wanted.put(hostOf(each), each));
    others
        .entrySet()
        .removeIf(
            each -> {
              boolean gone = !wanted.containsKey(each.getKey());
              if (gone) {
                each.getValue().withdraw();
              }
              return gone;
            });
    wanted.forEach(
        (name, served) ->
            others
                .computeIfAbsent(name, key -> new Responder(loop, port, random, key, id))
                .publish(served));
  }

  private String hostOf(Served served) {
    String kind = served.type().substring(1, served.type().indexOf('.'));
    return host + "-" + kind + "-" + served.main().getPort();
  }

  /** Asks who is there. From the first time on the listener is told. */
  public void search() {
    browser.search();
  }

  /**
   * Takes the networks there are now.
   *
   * @param links to be announced and browsed on
   */
  public void use(List<Link> links) {
    if (port.use(links)) {
      responder.linksChanged();
      others.values().forEach(Responder::linksChanged);
      browser.linksChanged();
    }
  }
}
