package to.clasp.auth.internal.use;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A set of IP networks. The empty set stands for no restriction.
 *
 * @param members the networks
 */
public record Networks(List<Network> members) {
  /** No restriction. */
  public static final Networks ANY = new Networks(List.of());

  /** Copies the list. */
  public Networks {
    members = List.copyOf(members);
  }

  /**
   * Reads networks in their usual form.
   *
   * @param texts such as {@code 192.168.0.0/16}, {@code fd00::/8} or a single address; no names
   * @return the set
   * @throws IllegalArgumentException if one is no network; the message says which
   */
  public static Networks parse(Collection<String> texts) {
    return texts.isEmpty() ? ANY : new Networks(texts.stream().map(Network::parse).toList());
  }

  /**
   * Whether a peer may be.
   *
   * @param remote its address
   * @return true if it is in one of the networks, or there is no restriction
   */
  public boolean admit(SocketAddress remote) {
    if (members.isEmpty()) {
      return true;
    }
    InetAddress address = remote instanceof InetSocketAddress peer ? peer.getAddress() : null;
    return address != null && members.stream().anyMatch(member -> member.contains(address));
  }

  /**
   * One network.
   *
   * @param text as it was written
   * @param prefix its first address; the bits behind its length are 0
   * @param bits how many bits of an address must be those of the prefix
   */
  public record Network(String text, InetAddress prefix, int bits) {
    private static final int IPV6_BYTES = 16;
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};
    private static final Pattern LITERAL =
        Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    /**
     * Reads a network in its usual form.
     *
     * @param text such as {@code 192.168.0.0/16} or a single address; no name
     * @return the network
     * @throws IllegalArgumentException if it is none; the message says why
     */
    public static Network parse(String text) {
      String trimmed = text.trim();
      int slash = trimmed.indexOf('/');
      InetAddress address = literal(slash < 0 ? trimmed : trimmed.substring(0, slash), text);
      int longest = address.getAddress().length * Byte.SIZE;
      int bits = slash < 0 ? longest : length(trimmed.substring(slash + 1), longest, text);
      byte[] prefix = address.getAddress();
      if (!Arrays.equals(prefix, masked(prefix, bits))) {
        throw fault(text, "has bits behind its length");
      }
      return new Network(trimmed, address, bits);
    }

    /** Only what cannot be a name, which would be looked up. */
    private static InetAddress literal(String address, String text) {
      if (!LITERAL.matcher(address).matches()) {
        throw fault(text, "is not an address or a network");
      }
      try {
        return InetAddress.getByName(address);
      } catch (UnknownHostException e) {
        throw fault(text, "is not an address or a network");
      }
    }

    private static int length(String digits, int longest, String text) {
      int bits = digits.matches("\\d{1,3}") ? Integer.parseInt(digits) : -1;
      if (bits < 0 || bits > longest) {
        throw fault(text, "must have a length from 0 to " + longest);
      }
      return bits;
    }

    private static IllegalArgumentException fault(String text, String what) {
      return new IllegalArgumentException("network '" + text + "' " + what);
    }

    /** A socket for both families may tell IPv4 peers so, and Java keeps it that way at times. */
    private static byte[] unmapped(byte[] address) {
      boolean mapped =
          address.length == IPV6_BYTES
              && Arrays.equals(address, 0, MAPPED.length, MAPPED, 0, MAPPED.length);
      return mapped ? Arrays.copyOfRange(address, MAPPED.length, IPV6_BYTES) : address;
    }

    private static byte[] masked(byte[] address, int bits) {
      byte[] result = new byte[address.length];
      for (int i = 0; i < address.length; i++) {
        int kept = Math.max(0, Math.min(Byte.SIZE, bits - i * Byte.SIZE));
        result[i] = (byte) (address[i] & 0xFF00 >> kept);
      }
      return result;
    }

    /**
     * Whether an address is in it.
     *
     * @param address the address; an IPv4 address may come mapped into IPv6
     * @return true if it begins with the bits of the network
     */
    public boolean contains(InetAddress address) {
      byte[] bytes = unmapped(address.getAddress());
      byte[] first = prefix.getAddress();
      return bytes.length == first.length && Arrays.equals(masked(bytes, bits), first);
    }
  }
}
