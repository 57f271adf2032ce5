package to.clasp.router.internal.session;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.auth.Grant;
import to.clasp.auth.Lease;
import to.clasp.protocol.ProtocolException;

/** A lease that may be released by all who might have to, and is given back once. */
public final class OnceLease implements Lease {
  private static final Logger LOG = LoggerFactory.getLogger(OnceLease.class);

  private final Lease lease;
  private final AtomicBoolean released = new AtomicBoolean();

  private OnceLease(Lease lease) {
    this.lease = lease;
  }

  /** The same grant with such a lease, if it has one. */
  public static Grant in(Grant grant) {
    if (grant.lease() == null || grant.lease() instanceof OnceLease) {
      return grant;
    }
    return new Grant(
        grant.subject(),
        grant.scopes(),
        grant.constraints(),
        grant.expiry(),
        new OnceLease(grant.lease()),
        grant.issuedToken());
  }

  /** Releases the lease of a grant, if it has one. */
  public static void release(Grant grant) {
    if (grant.lease() != null) {
      grant.lease().release();
    }
  }

  @Override
  public void onRevoked(Consumer<ProtocolException> ender) {
    lease.onRevoked(ender);
  }

  /** Whoever made it must not keep a session from its end. */
  @Override
  public void release() {
    if (released.compareAndSet(false, true)) {
      try {
        lease.release();
      } catch (RuntimeException e) {
        LOG.error("a lease could not be released", e);
      }
    }
  }
}
