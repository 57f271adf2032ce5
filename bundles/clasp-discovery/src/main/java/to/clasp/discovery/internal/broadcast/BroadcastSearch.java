package to.clasp.discovery.internal.broadcast;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.discovery.Device;
import to.clasp.discovery.internal.net.Link;
import to.clasp.discovery.internal.net.Loop;
import to.clasp.discovery.internal.net.Subnet;

/**
 * Asks by broadcast who is there, three times within its time. A socket for each address of this
 * host decides by which network a request leaves. Used on the thread of its loop.
 */
public final class BroadcastSearch {
  private static final Logger LOG = LoggerFactory.getLogger(BroadcastSearch.class);
  private static final int MOST_ANSWERS = 1024;
  private static final int SECOND_MILLIS = 500;
  private static final String EVERYBODY = "255.255.255.255";
  private static final String OWN_HOST = "127.255.255.255";

  /** Where requests leave, and whom they are sent to. */
  private record Socket(DatagramChannel channel, List<InetAddress> targets) {}

  private final Loop loop;
  private final int port;
  private final BiConsumer<String, Device> found;
  private final List<Socket> sockets = new ArrayList<>();
  private final Set<String> keys = new HashSet<>();
  private int sent;
  private String failure;

  /**
   * Not begun yet.
   *
   * @param port UDP port that is asked
   * @param found gets a key, the same in each search, and the device
   */
  public BroadcastSearch(Loop loop, int port, BiConsumer<String, Device> found) {
    this.loop = loop;
    this.port = port;
    this.found = found;
  }

  /**
   * Asks.
   *
   * @param links the networks to ask on, loopback for other processes of this host
   * @param millis how long to wait for answers
   * @param done is run at the end
   */
  public void run(List<Link> links, long millis, Runnable done) {
    for (Link link : links) {
      link.subnets().stream().filter(Subnet::isIpv4).forEach(each -> open(each, link));
    }
    if (sockets.isEmpty()) {
      failure = "there is no network to broadcast on";
    }
    ask();
    loop.after(Math.min(SECOND_MILLIS, millis / 4), this::ask);
    loop.after(millis / 2, this::ask);
    loop.after(
        millis,
        () -> {
          sockets.forEach(socket -> Loop.closeQuietly(socket.channel()));
          done.run();
        });
  }

  private void open(Subnet subnet, Link link) {
    try {
      DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
      sockets.add(new Socket(channel, targets(subnet, link)));
      channel.setOption(StandardSocketOptions.SO_BROADCAST, true);
      channel.bind(new InetSocketAddress(subnet.address(), 0));
      loop.read(channel, (bytes, length, from) -> received(subnet, bytes, length, from));
    } catch (IOException gone) {
      failed(gone);
    }
  }

  /** Not every system sends what is meant for everybody out by every network. */
  private static List<InetAddress> targets(Subnet subnet, Link link) throws IOException {
    if (link.loopback()) {
      return List.of(InetAddress.getByName(OWN_HOST));
    }
    InetAddress everybody = InetAddress.getByName(EVERYBODY);
    return subnet.broadcast() == null ? List.of(everybody) : List.of(subnet.broadcast(), everybody);
  }

  private void failed(IOException reason) {
    LOG.debug("cannot broadcast", reason);
    failure = "cannot broadcast: " + reason.getMessage();
  }

  private void ask() {
    sockets.forEach(socket -> socket.targets().forEach(to -> send(socket, to)));
  }

  /** What a network has no broadcast address for, or is not routed, is no failure by itself. */
  private void send(Socket socket, InetAddress to) {
    try {
      socket.channel().send(ByteBuffer.wrap(Request.bytes()), new InetSocketAddress(to, port));
      sent++;
    } catch (IOException unreachable) {
      failed(unreachable);
    }
  }

  private void received(Subnet subnet, byte[] bytes, int length, InetSocketAddress from) {
    if (!subnet.contains(from.getAddress())) {
      return;
    }
    Reply.read(bytes, length, from.getAddress())
        .ifPresent(
            device -> {
              String key =
                  from.getAddress().getHostAddress()
                      + " "
                      + device.name()
                      + " "
                      + device.uri().orElse(null);
              if (keys.size() < MOST_ANSWERS || keys.contains(key)) {
                keys.add(key);
                found.accept(key, device);
              }
            });
  }

  /**
   * Who has answered.
   *
   * @return the keys of those found
   */
  public Set<String> keys() {
    return keys;
  }

  /**
   * Why nobody could be asked.
   *
   * @return null if somebody was asked
   */
  public String failure() {
    return sent > 0 ? null : failure;
  }
}
