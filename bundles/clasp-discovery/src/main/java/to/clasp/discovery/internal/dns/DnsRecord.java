package to.clasp.discovery.internal.dns;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A resource record of one of the kinds that service discovery needs.
 *
 * @param name whom it is about
 * @param flush whether it replaces all that was known of that name and kind
 * @param ttl how long it holds, in seconds; 0 takes it back
 * @param data what it says
 */
public record DnsRecord(DnsName name, boolean flush, long ttl, Data data) {
  /** What a record says. */
  public sealed interface Data {
    /**
     * The number of the kind.
     *
     * @return as in RFC 1035 and its successors
     */
    int type();
  }

  /** Number of the kind of {@link Address} for IPv4. */
  public static final int A = 1;

  /** Number of the kind of {@link Pointer}. */
  public static final int PTR = 12;

  /** Number of the kind of {@link Text}. */
  public static final int TXT = 16;

  /** Number of the kind of {@link Address} for IPv6. */
  public static final int AAAA = 28;

  /** Number of the kind of {@link Server}. */
  public static final int SRV = 33;

  /** In a question: every kind. */
  public static final int ANY = 255;

  /**
   * PTR: a service has an instance.
   *
   * @param target the instance
   */
  public record Pointer(DnsName target) implements Data {
    @Override
    public int type() {
      return PTR;
    }
  }

  /**
   * SRV: where an instance is.
   *
   * @param port its port
   * @param host its host
   */
  public record Server(int port, DnsName host) implements Data {
    @Override
    public int type() {
      return SRV;
    }
  }

  /**
   * TXT: what an instance says about itself.
   *
   * @param entries keys in lower case and values, in order
   */
  public record Text(Map<String, String> entries) implements Data {
    /** Copies the map. */
    public Text {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    @Override
    public int type() {
      return TXT;
    }
  }

  /**
   * A or AAAA: an address of a host.
   *
   * @param address the address
   */
  public record Address(InetAddress address) implements Data {
    @Override
    public int type() {
      return address instanceof Inet4Address ? A : AAAA;
    }
  }

  /** A kind that is not needed. */
  record Other(int type) implements Data {}

  /**
   * The same with another lifetime.
   *
   * @param seconds the lifetime
   * @return a copy
   */
  public DnsRecord withTtl(long seconds) {
    return new DnsRecord(name, flush, seconds, data);
  }

  /**
   * The same, added to what is known instead of replacing it.
   *
   * @return a copy
   */
  public DnsRecord withoutFlush() {
    return new DnsRecord(name, false, ttl, data);
  }

  /**
   * Whether it says the same about the same name, for whatever time.
   *
   * @param other another record
   * @return true if name and data are equal
   */
  public boolean saysTheSameAs(DnsRecord other) {
    return name.equals(other.name) && data.equals(other.data);
  }
}
