package to.clasp.discovery.internal.broadcast;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import to.clasp.discovery.Device;
import to.clasp.discovery.DeviceInfo;
import to.clasp.discovery.internal.Served;
import to.clasp.discovery.internal.Uris;
import to.clasp.discovery.internal.dns.DnsName;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.Welcome;
import to.clasp.protocol.codec.FrameCodec;

/**
 * The datagram that answers: a WELCOME whose session is the id of the device. It has no place for a
 * port, and who knows no better takes 7330; any other endpoint stands behind the name as a URL
 * without host, such as {@code Stage [ws://:8080/clasp]}.
 */
final class Reply {
  /** So many times larger than the request it may be, since senders can be forged. */
  static final int AMPLIFICATION = 6;

  private static final int VERSION = 1;
  private static final String USUAL = " [ws://:7330/clasp]";
  private static final int USUAL_PORT = 7330;
  private static final String USUAL_PATH = "/clasp";
  private static final int LONGEST_NAME = 63;
  private static final int LONGEST_ID = 64;
  private static final int LONGEST = 1500;
  private static final Pattern WITH_ENDPOINT =
      Pattern.compile("(?s)(.*) \\[(wss?)://:(\\d{1,5})(/[!-Z^-~]*)?]");

  private Reply() {}

  /**
   * The answer to a request.
   *
   * @param time now, in µs since 1970
   * @param requestBytes how long the request was
   * @return empty if it would be too large
   */
  static Optional<byte[]> to(Served served, String id, long time, int requestBytes) {
    URI main = served.main();
    String endpoint = " [%s://:%d%s]".formatted(main.getScheme(), main.getPort(), main.getPath());
    String suffix = endpoint.equals(USUAL) ? "" : endpoint;
    int bare = FrameCodec.encode(welcome(served, id, time, "")).length;
    int room =
        Math.min(LONGEST_NAME, AMPLIFICATION * requestBytes - bare) - suffix.getBytes(UTF_8).length;
    if (room < 1) {
      return Optional.empty();
    }
    String name = DnsName.cut(served.name(), room) + suffix;
    return Optional.of(FrameCodec.encode(welcome(served, id, time, name)));
  }

  private static Welcome welcome(Served served, String id, long time, String name) {
    return new Welcome(VERSION, served.features(), time, id, name, null);
  }

  /** A device that has answered; empty if that was no answer. */
  static Optional<Device> read(byte[] bytes, int length, InetAddress from) {
    if (length > LONGEST) {
      return Optional.empty();
    }
    try {
      return FrameCodec.decode(bytes, 0, length).message() instanceof Welcome welcome
          ? Optional.of(device(welcome, from))
          : Optional.empty();
    } catch (ProtocolException other) {
      return Optional.empty();
    }
  }

  private static Device device(Welcome welcome, InetAddress from) {
    String session = welcome.session();
    String id =
        session.isBlank() || session.length() > LONGEST_ID ? from.getHostAddress() : session;
    String name = welcome.name();
    URI uri = Uris.of("ws", from, USUAL_PORT, USUAL_PATH);
    Matcher endpoint = WITH_ENDPOINT.matcher(name);
    if (endpoint.matches()) {
      Optional<URI> told = uri(endpoint, from);
      name = told.isPresent() ? endpoint.group(1) : name;
      uri = told.orElse(uri);
    }
    DeviceInfo info = DeviceInfo.UNKNOWN.withFeatures(welcome.features());
    return new Device(id, name, info, Map.of("ws", uri));
  }

  private static Optional<URI> uri(Matcher endpoint, InetAddress from) {
    int port = Integer.parseInt(endpoint.group(3));
    if (port < 1 || port > 65_535) {
      return Optional.empty();
    }
    String path = endpoint.group(4) == null ? "" : endpoint.group(4);
    String host = Uris.of("ws", from, port, "").getRawAuthority();
    try {
      return Optional.of(new URI(endpoint.group(2) + "://" + host + path));
    } catch (URISyntaxException bad) {
      return Optional.empty();
    }
  }
}
