package to.clasp.auth.internal.use;

import java.net.SocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.auth.AuthAnswer;
import to.clasp.auth.Grant;
import to.clasp.auth.Lease;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ProtocolException;

/**
 * Which sessions the tokens of one scheme have opened. It holds the bounds on their use, and ends
 * the sessions of a token that is worth less than it was. Memory grows with the open sessions only.
 * Safe from any thread.
 *
 * @param <T> what the scheme keeps of a token once it has verified it
 */
public final class TokenUse<T> {
  private static final Logger LOG = LoggerFactory.getLogger(TokenUse.class);

  private final Map<String, Set<Held>> held = new HashMap<>();
  private Appraisal<? super T> appraisal;
  private SpentTokens spent;

  /**
   * Nothing is lent yet.
   *
   * @param appraisal says what tokens are worth
   * @param spent where one-time tokens are remembered, or null to refuse them
   */
  public TokenUse(Appraisal<? super T> appraisal, SpentTokens spent) {
    this.appraisal = appraisal;
    this.spent = spent;
  }

  /**
   * Grants what a verified token is worth, if the bounds on its use allow one more session. A
   * one-time token is spent by the answer, not by a refusal.
   *
   * @param id what tells the token from others, however its text was written
   * @param token what is kept of it
   * @param from where it is shown
   * @return the answer
   */
  public CompletionStage<AuthAnswer> lend(String id, T token, SocketAddress from) {
    Held lease;
    SpentTokens memory;
    try {
      synchronized (this) {
        lease = reserve(id, token, from);
        memory = spent;
      }
    } catch (ProtocolException e) {
      return CompletableFuture.completedFuture(refusal(e));
    }
    return lease.terms.once()
        ? spend(lease, memory)
        : CompletableFuture.completedFuture(lease.answer());
  }

  /** Under the lock, so that no change of the settings is missed by a session that begins. */
  private Held reserve(String id, T token, SocketAddress from) {
    Terms terms = appraise(token, from);
    if (terms.once() && spent == null) {
      throw new ProtocolException(
          ErrorCode.UNAUTHORIZED, "one-time tokens are not accepted here: spentFile is not set");
    }
    Set<Held> others = held.getOrDefault(id, Set.of());
    if (terms.maxSessions() > 0 && others.size() >= terms.maxSessions()) {
      throw new ProtocolException(
          ErrorCode.LIMIT_EXCEEDED,
          "this token has opened " + others.size() + " sessions already, as many as it may");
    }
    Held lease = new Held(id, token, from, terms);
    held.computeIfAbsent(id, key -> new HashSet<>()).add(lease);
    return lease;
  }

  private Terms appraise(T token, SocketAddress from) {
    Terms terms = appraisal.terms(token);
    if (!terms.admit(from)) {
      throw new ProtocolException(
          ErrorCode.FORBIDDEN, "this token is not valid from your network address");
    }
    return terms;
  }

  private CompletionStage<AuthAnswer> spend(Held lease, SpentTokens memory) {
    return memory
        .spend(lease.id, lease.terms.grant().expiry())
        .handle(
            (first, failure) -> {
              if (failure == null && first) {
                return lease.answer();
              }
              lease.release();
              return refusal(failure == null ? alreadyUsed() : SpentTokens.asRefusal(failure));
            });
  }

  private static ProtocolException alreadyUsed() {
    return new ProtocolException(ErrorCode.UNAUTHORIZED, "this one-time token has been used");
  }

  private static AuthAnswer refusal(ProtocolException e) {
    return new AuthAnswer.Refused(e.code(), e.getMessage());
  }

  /**
   * Ends the sessions of all tokens that are no longer worth what they were, and no others. From
   * now on tokens are worth what the new appraisal says.
   *
   * @param next says what tokens are worth
   * @param memory where one-time tokens are remembered, or null to refuse them
   */
  public void change(Appraisal<? super T> next, SpentTokens memory) {
    Map<Held, ProtocolException> over;
    synchronized (this) {
      appraisal = next;
      spent = memory;
      over = faults();
    }
    endAll(over);
  }

  /** The same when it is not the appraisal that has changed but what it looks at. */
  public void recheck() {
    Map<Held, ProtocolException> over;
    synchronized (this) {
      over = faults();
    }
    endAll(over);
  }

  /** Ends the sessions of all tokens, because nobody accepts them any more. */
  public void close() {
    change(
        token -> {
          throw new ProtocolException(
              ErrorCode.UNAUTHORIZED, "tokens of this kind are no longer accepted");
        },
        null);
  }

  /** One that cannot be ended must not keep the others alive. */
  private void endAll(Map<Held, ProtocolException> over) {
    over.forEach(
        (lease, why) -> {
          try {
            lease.end(why);
          } catch (RuntimeException e) {
            LOG.error("a session could not be ended", e);
          }
        });
  }

  private Map<Held, ProtocolException> faults() {
    Map<Held, ProtocolException> faults = new HashMap<>();
    for (Set<Held> same : held.values()) {
      for (Held lease : same) {
        ProtocolException fault = fault(lease);
        if (fault != null) {
          faults.put(lease, fault);
        }
      }
    }
    return faults;
  }

  private ProtocolException fault(Held lease) {
    try {
      return appraise(lease.token, lease.from).grant().equals(lease.terms.grant())
          ? null
          : new ProtocolException(
              ErrorCode.UNAUTHORIZED, "what this token allows has changed, connect again");
    } catch (ProtocolException e) {
      return e;
    }
  }

  private synchronized void remove(Held lease) {
    Set<Held> same = held.get(lease.id);
    if (same != null && same.remove(lease) && same.isEmpty()) {
      held.remove(lease.id);
    }
  }

  /** How many sessions are open or about to open. */
  synchronized int sessions() {
    return held.values().stream().mapToInt(Set::size).sum();
  }

  private final class Held implements Lease {
    private final String id;
    private final T token;
    private final SocketAddress from;
    private final Terms terms;
    private Consumer<ProtocolException> ender;
    private ProtocolException ended;

    Held(String id, T token, SocketAddress from, Terms terms) {
      this.id = id;
      this.token = token;
      this.from = from;
      this.terms = terms;
    }

    AuthAnswer answer() {
      Grant grant = terms.grant();
      return new AuthAnswer.Granted(
          new Grant(
              grant.subject(),
              grant.scopes(),
              grant.constraints(),
              grant.expiry(),
              this,
              grant.issuedToken()));
    }

    @Override
    public void onRevoked(Consumer<ProtocolException> toCall) {
      ProtocolException why;
      synchronized (this) {
        ender = toCall;
        why = ended;
      }
      if (why != null) {
        toCall.accept(why);
      }
    }

    void end(ProtocolException why) {
      Consumer<ProtocolException> toCall;
      synchronized (this) {
        if (ended != null) {
          return;
        }
        ended = why;
        toCall = ender;
      }
      if (toCall != null) {
        toCall.accept(why);
      }
    }

    @Override
    public void release() {
      remove(this);
    }
  }
}
