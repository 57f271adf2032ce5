package to.clasp.osc.internal.edge;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.Value;

/**
 * Where a client wants its values. Over UDP that is only within the networks of subscribers:
 * otherwise whoever forges a sender could have values sent to anybody.
 */
final class Destination {
  private static final int PORT = 1;
  private static final int HOST = 2;
  private static final int LARGEST_PORT = 65_535;

  private Destination() {}

  /**
   * Reads the arguments of a subscription behind its pattern.
   *
   * @return null for where the client listens
   * @throws ProtocolException if they are wrong, or values may not be sent there
   */
  static InetSocketAddress of(
      List<Value> arguments, InetSocketAddress client, Outlet outlet, Settings settings) {
    if (outlet.isConnection()) {
      return null;
    }
    InetSocketAddress to = null;
    if (arguments.size() > PORT) {
      InetAddress host = arguments.size() > HOST ? host(arguments.get(HOST)) : client.getAddress();
      to = new InetSocketAddress(host, port(arguments.get(PORT)));
    }
    InetSocketAddress checked = to == null ? settings.replyPorts().of(client) : to;
    if (!isAllowed(outlet, checked, settings)) {
      throw new ProtocolException(
          ErrorCode.FORBIDDEN, "values are not sent to " + checked.getAddress().getHostAddress());
    }
    if (isOurs(checked, outlet)) {
      throw new ProtocolException(ErrorCode.FORBIDDEN, "that is where values come from");
    }
    return to;
  }

  static boolean isAllowed(Outlet outlet, InetSocketAddress to, Settings settings) {
    return outlet.isConnection() || settings.subscribers().contains(to.getAddress());
  }

  private static int port(Value argument) {
    long port =
        argument instanceof Value.Int number
            ? number.value()
            : argument instanceof Value.Float number ? (long) number.value() : 0;
    if (port < 1 || port > LARGEST_PORT) {
      throw new ProtocolException(
          ErrorCode.INVALID_MESSAGE, "argument 2 must be a port, 1 to " + LARGEST_PORT);
    }
    return (int) port;
  }

  /** No name, which would have to be looked up. */
  private static InetAddress host(Value argument) {
    byte[] address =
        argument instanceof Value.Text text
            ? NetUtil.createByteArrayFromIpAddressString(text.value())
            : null;
    try {
      if (address != null) {
        return InetAddress.getByAddress(address);
      }
    } catch (UnknownHostException impossible) {
      // said below
    }
    throw new ProtocolException(ErrorCode.INVALID_MESSAGE, "argument 3 must be an IP address");
  }

  /** What is sent to ourselves would come back for ever. */
  private static boolean isOurs(InetSocketAddress to, Outlet outlet) {
    return to.getPort() == outlet.localPort() && isOwn(to.getAddress());
  }

  private static boolean isOwn(InetAddress address) {
    try {
      return address.isLoopbackAddress()
          || address.isAnyLocalAddress()
          || NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException unknown) {
      return true;
    }
  }
}
