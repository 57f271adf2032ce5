package to.clasp.client.internal;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Function;
import java.util.function.Supplier;
import to.clasp.client.ClaspBuilder;
import to.clasp.client.ClaspClient;
import to.clasp.client.ClaspException;
import to.clasp.client.ReconnectPolicy;
import to.clasp.protocol.Features;
import to.clasp.protocol.SignalType;
import to.clasp.transport.TlsOptions;

/** Gathers the settings of a client. */
final class Builder implements ClaspBuilder {
  private static final Duration SYNC = Duration.ofSeconds(30);

  private final Function<Settings, CompletableFuture<ClaspClient>> connector;
  private final List<URI> endpoints = new ArrayList<>();
  private String name = "CLASP Java client";
  private Features features = Features.ALL;
  private Supplier<String> token;
  private boolean asksForToken;
  private TlsOptions tls = TlsOptions.DEFAULT;
  private ReconnectPolicy reconnect = ReconnectPolicy.DEFAULT;
  private Duration connectTimeout = Duration.ofSeconds(10);
  private Duration attemptDelay = Duration.ofSeconds(1);
  private Duration callDeadline = Duration.ofSeconds(5);
  private Executor callbacks = ForkJoinPool.commonPool();

  Builder(Function<Settings, CompletableFuture<ClaspClient>> connector) {
    this.connector = connector;
  }

  @Override
  public ClaspBuilder endpoint(URI uri) {
    if (uri.getScheme() == null || uri.getRawAuthority() == null) {
      throw new IllegalArgumentException("endpoint " + uri + " is not of the form scheme://host");
    }
    endpoints.add(uri);
    return this;
  }

  @Override
  public ClaspBuilder name(String name) {
    this.name = requireNonNull(name, "name");
    return this;
  }

  @Override
  public ClaspBuilder features(SignalType... types) {
    features = Features.of(types);
    return this;
  }

  @Override
  public ClaspBuilder token(String token) {
    requireNonNull(token, "token");
    token(() -> token);
    asksForToken = false;
    return this;
  }

  @Override
  public ClaspBuilder token(Supplier<String> token) {
    this.token = requireNonNull(token, "token");
    asksForToken = true;
    return this;
  }

  @Override
  public ClaspBuilder tls(TlsOptions tls) {
    this.tls = requireNonNull(tls, "tls");
    return this;
  }

  @Override
  public ClaspBuilder reconnect(ReconnectPolicy policy) {
    this.reconnect = requireNonNull(policy, "policy");
    return this;
  }

  @Override
  public ClaspBuilder connectTimeout(Duration timeout) {
    this.connectTimeout = positive(timeout, "connectTimeout");
    return this;
  }

  @Override
  public ClaspBuilder attemptDelay(Duration delay) {
    this.attemptDelay = positive(delay, "attemptDelay");
    return this;
  }

  @Override
  public ClaspBuilder callDeadline(Duration deadline) {
    this.callDeadline = positive(deadline, "callDeadline");
    return this;
  }

  private static Duration positive(Duration value, String what) {
    if (value.toMillis() < 1) {
      throw new IllegalArgumentException(what + " " + value + " is less than 1 ms");
    }
    return value;
  }

  @Override
  public ClaspBuilder callbacks(Executor executor) {
    this.callbacks = requireNonNull(executor, "executor");
    return this;
  }

  @Override
  public ClaspClient connect() {
    CompletableFuture<ClaspClient> connecting = connectAsync();
    try {
      return connecting.get();
    } catch (ExecutionException failed) {
      throw thrown(failed);
    } catch (InterruptedException interrupted) {
      connecting.cancel(false);
      // It may be too late for that, and nobody else knows the client.
      connecting.thenAccept(ClaspClient::close);
      Thread.currentThread().interrupt();
      throw thrownHere(new ClaspException(0, "interrupted while connecting", null, interrupted));
    }
  }

  private static RuntimeException thrown(ExecutionException failed) {
    return failed.getCause() instanceof ClaspException why
        ? thrownHere(new ClaspException(why.code(), why.getMessage(), null, why.getCause()))
        : new IllegalStateException(failed.getCause());
  }

  /** As it blocks the caller, it says who that was. */
  private static ClaspException thrownHere(ClaspException failure) {
    failure.setStackTrace(new Throwable().getStackTrace());
    return failure;
  }

  @Override
  public CompletableFuture<ClaspClient> connectAsync() {
    if (endpoints.isEmpty()) {
      throw new IllegalStateException("a client needs at least one endpoint");
    }
    return connector.apply(
        new Settings(
            List.copyOf(endpoints),
            name,
            features,
            token,
            asksForToken,
            tls,
            reconnect,
            connectTimeout,
            attemptDelay,
            callDeadline,
            SYNC,
            callbacks));
  }
}
