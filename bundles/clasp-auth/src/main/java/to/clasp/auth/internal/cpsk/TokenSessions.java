package to.clasp.auth.internal.cpsk;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import to.clasp.auth.Lease;
import to.clasp.auth.internal.tokens.StoredToken;
import to.clasp.auth.internal.tokens.TokenList;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ProtocolException;

/**
 * Which sessions live on which token. The tokens and the sessions have one lock, so that no session
 * begins on a token that is taken away at the same time.
 */
final class TokenSessions {
  private final Map<String, Set<TokenLease>> leases = new HashMap<>();
  private TokenList tokens = TokenList.EMPTY;

  /**
   * A token and what it lends to one session.
   *
   * @param token the token
   * @param lease to be released in the end
   */
  record Begun(StoredToken token, Lease lease) {}

  /** Begins a session; null if there is no such token. */
  synchronized Begun begin(String hash) {
    StoredToken token = tokens.byHash().get(hash);
    if (token == null) {
      return null;
    }
    TokenLease lease = new TokenLease(hash);
    leases.computeIfAbsent(hash, none -> new HashSet<>()).add(lease);
    return new Begun(token, lease);
  }

  /** Takes over changed tokens, and ends sessions whose token is gone or worth something else. */
  void replace(TokenList changed) {
    List<TokenLease> ended = new ArrayList<>();
    synchronized (this) {
      for (Map.Entry<String, Set<TokenLease>> each : leases.entrySet()) {
        StoredToken before = tokens.byHash().get(each.getKey());
        StoredToken now = changed.byHash().get(each.getKey());
        if (now == null || before == null || !now.isWorth(before)) {
          ended.addAll(each.getValue());
        }
      }
      tokens = changed;
    }
    ended.forEach(TokenLease::revoke);
  }

  private synchronized void forget(TokenLease lease) {
    Set<TokenLease> ofToken = leases.get(lease.hash);
    if (ofToken != null && ofToken.remove(lease) && ofToken.isEmpty()) {
      leases.remove(lease.hash);
    }
  }

  private final class TokenLease implements Lease {
    private final String hash;
    private Consumer<ProtocolException> ender;
    private boolean revoked;

    TokenLease(String hash) {
      this.hash = hash;
    }

    @Override
    public void onRevoked(Consumer<ProtocolException> given) {
      synchronized (this) {
        ender = given;
        if (!revoked) {
          return;
        }
      }
      given.accept(reason());
    }

    private void revoke() {
      Consumer<ProtocolException> found;
      synchronized (this) {
        found = revoked ? null : ender;
        revoked = true;
      }
      if (found != null) {
        found.accept(reason());
      }
    }

    private static ProtocolException reason() {
      return new ProtocolException(ErrorCode.UNAUTHORIZED, "the token has been revoked or changed");
    }

    @Override
    public void release() {
      forget(this);
    }
  }
}
