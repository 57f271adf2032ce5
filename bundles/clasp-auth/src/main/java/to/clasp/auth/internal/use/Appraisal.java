package to.clasp.auth.internal.use;

import to.clasp.protocol.ProtocolException;

/**
 * Says what a token is worth now. It is asked again for the token of every session whenever
 * settings have changed, so it must be quick.
 *
 * @param <T> what the scheme keeps of a token once it has verified it; not the token itself
 */
@FunctionalInterface
public interface Appraisal<T> {
  /**
   * Appraises a token.
   *
   * @param token what was kept of it
   * @return its terms
   * @throws ProtocolException if it is worth nothing (any more); for the client
   */
  Terms terms(T token);
}
