package to.clasp.router.internal;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import to.clasp.auth.Grant;
import to.clasp.auth.Lease;
import to.clasp.auth.Scope;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ProtocolException;

/** A lease that knows how often it was given back. */
final class CountingLease implements Lease {
  private final AtomicInteger released = new AtomicInteger();
  private volatile Consumer<ProtocolException> ender;
  private volatile boolean revoked;

  Grant grant() {
    return grant(null);
  }

  Grant grant(Instant expiry) {
    return new Grant("lent", List.of(Scope.EVERYTHING), List.of(), expiry, this, "issued");
  }

  void revoke() {
    revoked = true;
    if (ender != null) {
      ender.accept(new ProtocolException(ErrorCode.UNAUTHORIZED, "the token was revoked"));
    }
  }

  int released() {
    return released.get();
  }

  @Override
  public void onRevoked(Consumer<ProtocolException> toCall) {
    if (ender != null) {
      throw new IllegalStateException("asked twice");
    }
    ender = toCall;
    if (revoked) {
      revoke();
    }
  }

  @Override
  public void release() {
    released.incrementAndGet();
  }
}
