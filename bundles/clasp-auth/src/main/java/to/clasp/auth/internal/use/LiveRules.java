package to.clasp.auth.internal.use;

import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import to.clasp.auth.AuthAnswer;
import to.clasp.auth.internal.work.FileWatch;
import to.clasp.auth.internal.work.Reloading;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ProtocolException;

/**
 * The rules of one scheme, made of its configuration and its files, and the sessions that live
 * under them. When the rules change, those sessions end whose tokens are worth less than before,
 * and no others. {@link #configure} and {@link #close} are for one thread, all else for any.
 *
 * @param <T> what the scheme keeps of a token once it has verified it
 * @param <R> its rules; equal ones are no change
 */
public final class LiveRules<T, R extends Appraisal<T>> implements AutoCloseable {
  private final Executor worker;
  private final InstantSource clock;
  private final Reloading<Loaded<R>> files;
  private final TokenUse<T> use = new TokenUse<>(LiveRules::nothing, null);
  private UseSettings settings;
  private SpentTokens spent;
  private volatile R rules;

  private record Loaded<R>(R rules, SpentTokens spent) {}

  /**
   * Without rules, nothing is granted.
   *
   * @param files notices changes
   * @param worker writes the file of used tokens
   * @param clock the time
   */
  public LiveRules(FileWatch files, Executor worker, InstantSource clock) {
    this.worker = worker;
    this.clock = clock;
    this.files = new Reloading<>(files, this::apply);
  }

  private static <T> Terms nothing(T token) {
    throw new ProtocolException(ErrorCode.UNAUTHORIZED, "nothing is configured");
  }

  /**
   * Makes rules, now and whenever a file changes. If that fails now, the rules stay as they are; if
   * it fails later, they do too, and the log says so.
   *
   * @param next how tokens may be used
   * @param paths the files that the rules are made of
   * @param loader makes the rules
   * @throws IllegalArgumentException if that fails now; the message says why
   */
  public void configure(UseSettings next, Collection<Path> paths, Reloading.Loader<R> loader) {
    SpentTokens opened = next.openSpent(settings, spent, worker, clock);
    try {
      files.begin(paths, () -> new Loaded<>(loader.load(), opened));
    } catch (RuntimeException | LinkageError e) {
      closeUnless(spent, opened);
      throw e;
    }
    closeUnless(opened, spent);
    settings = next;
    spent = opened;
  }

  private static void closeUnless(SpentTokens kept, SpentTokens closed) {
    if (closed != null && closed != kept) {
      closed.close();
    }
  }

  private void apply(Loaded<R> loaded) {
    rules = loaded.rules;
    use.change(loaded.rules, loaded.spent);
  }

  /** Ends all sessions, because nobody accepts their tokens any more. */
  @Override
  public void close() {
    files.close();
    use.close();
    closeUnless(null, spent);
  }

  /**
   * The rules of the moment.
   *
   * @return the rules, null before there are any
   */
  public R current() {
    return rules;
  }

  /**
   * Grants what a verified token is worth now.
   *
   * @param id what tells the token from others, however its text was written
   * @param token what is kept of it
   * @param from where it is shown
   * @return the answer
   */
  public CompletionStage<AuthAnswer> lend(String id, T token, SocketAddress from) {
    return use.lend(id, token, from);
  }
}
