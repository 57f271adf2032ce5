package to.clasp.auth;

import java.util.function.Consumer;
import org.osgi.annotation.versioning.ConsumerType;
import to.clasp.protocol.ProtocolException;

/**
 * What a credential lends to one session: it counts the session against the credential's limits,
 * and can end it. Whoever opens the session takes the lease over from the {@link Grant} and gives
 * it back. Safe from any thread; no method blocks.
 */
@ConsumerType
public interface Lease {

  /**
   * Says what to call when the credential is revoked. Called at most once, when the session has
   * begun.
   *
   * @param ender ends the session; to be called at most once, on any thread, with the reason that
   *     the client is told, mostly {@link to.clasp.protocol.ErrorCode#UNAUTHORIZED}. Called within
   *     this method if the credential is revoked already. After {@link #release} it need not be
   *     called and does nothing.
   */
  void onRevoked(Consumer<ProtocolException> ender);

  /**
   * Gives the lease back. Called exactly once: when the session has ended, for whatever reason, or
   * when it turns out that it never begins.
   */
  void release();
}
