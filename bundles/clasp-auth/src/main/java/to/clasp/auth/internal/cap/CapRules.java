package to.clasp.auth.internal.cap;

import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import to.clasp.auth.Grant;
import to.clasp.auth.internal.use.Appraisal;
import to.clasp.auth.internal.use.Networks;
import to.clasp.auth.internal.use.Terms;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ProtocolException;

/**
 * What tokens are worth under one configuration.
 *
 * @param settings the configuration
 * @param anchors hex of the keys that chains may begin with
 * @param revoked nonces of revoked tokens
 * @param clock the time
 */
record CapRules(CapSettings settings, Set<String> anchors, Set<String> revoked, InstantSource clock)
    implements Appraisal<VerifiedCap> {

  @Override
  public Terms terms(VerifiedCap token) {
    requireAnchor(token.root());
    if (token.depth() > settings.maxDepth()) {
      throw PackReader.fault(
          "it", "has been delegated more than " + settings.maxDepth() + " times");
    }
    if (!Collections.disjoint(token.nonces(), revoked)) {
      throw PackReader.fault("it", "has been revoked");
    }
    if (!clock.instant().isBefore(token.expiry())) {
      throw new ProtocolException(ErrorCode.TOKEN_EXPIRED, "this capability token has expired");
    }
    Grant grant = new Grant(token.issuer(), token.scopes(), List.of(), token.expiry(), null, null);
    return settings.use().terms(grant, 0, Networks.ANY, false);
  }

  /** Also asked before any signature is looked at: strangers shall not cost that much. */
  void requireAnchor(String root) {
    if (!anchors.contains(root)) {
      throw PackReader.fault("it", "begins with a key that is not trusted here");
    }
  }
}
