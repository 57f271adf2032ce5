package to.clasp.router.internal.access;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;
import to.clasp.auth.Grant;
import to.clasp.protocol.AddressPattern;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Set;

/**
 * What one session may do, and until when. Asking is safe from any thread; what is written is
 * counted on the session's loop only.
 */
public final class Rights {
  private final Grant grant;
  private final DoorCheck check;
  private final WriteLimits limits;
  private final long expiry;

  /**
   * @param nanos as {@link System#nanoTime}
   */
  public Rights(Grant grant, DoorCheck check, LongSupplier nanos) {
    this.grant = grant;
    this.check = check;
    this.limits = WriteLimits.of(grant.constraints(), nanos);
    this.expiry = grant.expiry() == null ? Long.MAX_VALUE : micros(grant.expiry());
  }

  private static long micros(Instant time) {
    try {
      return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    } catch (ArithmeticException beyondCounting) {
      return time.isBefore(Instant.EPOCH) ? 0 : Long.MAX_VALUE;
    }
  }

  public Grant grant() {
    return grant;
  }

  /** When they end, in µs since 1970-01-01 UTC; {@link Long#MAX_VALUE} for never. */
  public long expiry() {
    return expiry;
  }

  /**
   * Checks that they have not ended.
   *
   * @param now the router's clock in µs
   * @throws ProtocolException if they have
   */
  public void requireValid(long now) {
    if (now >= expiry) {
      throw expired();
    }
  }

  /** What a client is told whose rights have ended. */
  public static ProtocolException expired() {
    return new ProtocolException(ErrorCode.TOKEN_EXPIRED, "the token has expired");
  }

  public boolean allows(Door door, String address) {
    return check.allows(grant, door, address);
  }

  /**
   * Checks that a door is open for an address.
   *
   * @throws ProtocolException if not
   */
  public void require(Door door, String address) {
    if (!check.allows(grant, door, address)) {
      throw new ProtocolException(
          door.refusal(),
          "no scope allows to " + (door.isForWriting() ? "write " : "read ") + address,
          address);
    }
  }

  /**
   * Checks that a door is open for any of the addresses that a pattern matches.
   *
   * @throws ProtocolException if not
   */
  public void requireSomeOf(Door door, AddressPattern pattern) {
    if (!check.allowsSomeOf(grant, door, pattern)) {
      throw new ProtocolException(
          door.refusal(),
          "no scope allows to read any address that " + pattern + " matches",
          pattern.text());
    }
  }

  /**
   * Checks the numbers that are to be written.
   *
   * @throws ProtocolException if one is out of bounds
   */
  public void requireInRange(Set set) {
    limits.requireInRange(set.address(), set.value());
  }

  /**
   * Checks the numbers that are to be published.
   *
   * @throws ProtocolException if one is out of bounds
   */
  public void requireInRange(Publish publish) {
    limits.requireInRange(publish);
  }

  /**
   * Counts a write that is about to be tried.
   *
   * @throws ProtocolException if it comes too soon
   */
  public void countWrite(String address) {
    limits.count(address);
  }
}
