package to.clasp.transport.netty.tls.internal;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;

/** By what names and addresses clients may know this machine. */
record OwnNames(Set<String> names, Set<InetAddress> addresses) {
  /** A machine with containers may have any number of interfaces. */
  private static final int MOST = 64;

  private static final String HOST_NAME = "[A-Za-z0-9]([A-Za-z0-9._-]{0,251}[A-Za-z0-9])?";

  static OwnNames find() {
    Set<String> names = new LinkedHashSet<>();
    Set<InetAddress> addresses = new LinkedHashSet<>();
    names.add("localhost");
    addLoopback(addresses);
    try {
      String own = InetAddress.getLocalHost().getHostName();
      if (own.matches(HOST_NAME)) {
        names.add(own);
      }
    } catch (UnknownHostException nameless) {
      // a machine that does not know its name has none that clients could use
    }
    try (Stream<NetworkInterface> interfaces = NetworkInterface.networkInterfaces()) {
      interfaces.flatMap(NetworkInterface::inetAddresses).limit(MOST).forEach(addresses::add);
    } catch (SocketException unknown) {
      // the loopback addresses are there in any case
    }
    return new OwnNames(names, withoutScopes(addresses));
  }

  private static void addLoopback(Set<InetAddress> addresses) {
    byte[] six = new byte[16];
    six[15] = 1;
    addresses.add(address(new byte[] {127, 0, 0, 1}));
    addresses.add(address(six));
  }

  /** The number of an interface is no part of the address. */
  private static Set<InetAddress> withoutScopes(Set<InetAddress> addresses) {
    Set<InetAddress> plain = new LinkedHashSet<>();
    addresses.forEach(address -> plain.add(address(address.getAddress())));
    return plain;
  }

  private static InetAddress address(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(Arrays.toString(bytes), impossible);
    }
  }
}
