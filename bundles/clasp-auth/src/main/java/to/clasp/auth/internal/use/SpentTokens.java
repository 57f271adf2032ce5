package to.clasp.auth.internal.use;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ProtocolException;

/**
 * One-time tokens that have been used. Each is in the file before it is granted, so that it is
 * remembered whatever happens then, and forgotten when it has expired. What the file knows of a
 * token is a hash of its id. Safe from any thread.
 */
public final class SpentTokens implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SpentTokens.class);

  /** About 600 KB in the file. */
  static final int MOST = 10_000;

  /** A clock that is put back must not bring a token to life again. */
  private static final Duration GRACE = Duration.ofHours(1);

  private final SpentFile file;
  private final Executor executor;
  private final InstantSource clock;
  private final TreeMap<String, Long> spent;
  private List<Pending> pending = new ArrayList<>();

  private record Pending(String key, CompletableFuture<Boolean> answer) {}

  private SpentTokens(SpentFile file, Executor executor, InstantSource clock) throws IOException {
    this.file = file;
    this.executor = executor;
    this.clock = clock;
    this.spent = file.read();
  }

  /**
   * Opens a file, or makes it.
   *
   * @param path the file, for this object alone
   * @param executor where the file is written
   * @param clock the time
   * @return what it remembers
   * @throws IOException if it cannot be read or written, is no such file, or is in use elsewhere;
   *     the message says which
   */
  public static SpentTokens open(Path path, Executor executor, InstantSource clock)
      throws IOException {
    SpentFile file = SpentFile.open(path);
    try {
      SpentTokens opened = new SpentTokens(file, executor, clock);
      file.write(opened.spent);
      return opened;
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /** Lets others use the file. */
  @Override
  public void close() {
    file.close();
  }

  /**
   * Spends a token.
   *
   * @param id what tells the token from others
   * @param expiry when it expires, or null for never
   * @return completes, when that is written down, with whether it was not spent before;
   *     exceptionally if it cannot be
   */
  CompletionStage<Boolean> spend(String id, Instant expiry) {
    Pending mine = new Pending(hash(id), new CompletableFuture<>());
    boolean first;
    synchronized (this) {
      forgetExpired();
      if (spent.containsKey(mine.key)) {
        return CompletableFuture.completedFuture(false);
      }
      if (spent.size() >= MOST) {
        return CompletableFuture.failedFuture(full());
      }
      spent.put(mine.key, expiry == null ? Long.MAX_VALUE : expiry.getEpochSecond());
      first = pending.isEmpty();
      pending.add(mine);
    }
    if (first) {
      writeSoon();
    }
    return mine.answer;
  }

  private static ProtocolException full() {
    return new ProtocolException(
        ErrorCode.LIMIT_EXCEEDED, "too many one-time tokens have been used, try again later");
  }

  /** What the client is told of a failure. */
  static ProtocolException asRefusal(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof ProtocolException refusal
        ? refusal
        : new ProtocolException(
            ErrorCode.INTERNAL_ERROR, "one-time tokens cannot be accepted at the moment");
  }

  private void forgetExpired() {
    long limit = clock.instant().minus(GRACE).getEpochSecond();
    spent.values().removeIf(expiry -> expiry < limit);
  }

  private void writeSoon() {
    try {
      executor.execute(this::write);
    } catch (RejectedExecutionException e) {
      complete(takePending(), e);
    }
  }

  /** Writes all that has come together meanwhile at once. */
  private void write() {
    List<Pending> mine;
    Map<String, Long> content;
    synchronized (this) {
      mine = takePending();
      content = new TreeMap<>(spent);
    }
    try {
      file.write(content);
      complete(mine, null);
    } catch (IOException | RuntimeException e) {
      LOG.error("one-time tokens are refused: {} cannot be written: {}", file, e.toString());
      complete(mine, e);
    }
  }

  private synchronized List<Pending> takePending() {
    List<Pending> mine = pending;
    pending = new ArrayList<>();
    return mine;
  }

  private void complete(List<Pending> done, Exception failure) {
    if (failure != null) {
      synchronized (this) {
        done.forEach(each -> spent.remove(each.key));
      }
    }
    for (Pending each : done) {
      if (failure == null) {
        each.answer.complete(true);
      } else {
        each.answer.completeExceptionally(failure);
      }
    }
  }

  private static String hash(String id) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
