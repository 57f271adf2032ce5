package to.clasp.discovery.internal.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/** Networks that are not there. */
public final class TestLinks {
  private TestLinks() {}

  /** A network of the given addresses, such as {@code 10.7.0.1/24}. */
  public static Link link(String name, String... addresses) {
    List<Subnet> subnets =
        Arrays.stream(addresses)
            .map(each -> each.split("/"))
            .map(each -> new Subnet(address(each[0]), Integer.parseInt(each[1]), null))
            .toList();
    return new Link(name, 7, false, subnets);
  }

  /** An address. */
  public static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
