package to.clasp.rendezvous.internal.client;

import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.rendezvous.KeptRegistration;
import to.clasp.rendezvous.Receipt;
import to.clasp.rendezvous.Registration;
import to.clasp.rendezvous.RendezvousException;

/** One request at a time; all that changes does so on the timer's thread, or under the monitor. */
final class KeepAlive implements KeptRegistration {
  private static final Logger LOG = LoggerFactory.getLogger(KeptRegistration.class);
  private static final int NOT_FOUND = 404;
  private static final int GONE = 410;
  private static final int FORBIDDEN = 403;

  private final HttpRendezvousClient client;
  private final ScheduledExecutorService timer;
  private final Pace pace;
  private final Consumer<KeepAlive> onEnd;
  private final CompletableFuture<Receipt> first = new CompletableFuture<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private Registration wanted;
  private Registration told;
  private Receipt current;
  private Throwable failure;
  private Future<?> next;
  private boolean asking;
  private boolean ending;

  KeepAlive(
      HttpRendezvousClient client,
      ScheduledExecutorService timer,
      Pace pace,
      Registration registration,
      Consumer<KeepAlive> onEnd) {
    this.client = client;
    this.timer = timer;
    this.pace = pace;
    this.wanted = registration;
    this.onEnd = onEnd;
  }

  synchronized void start() {
    askIn(0);
  }

  private void askIn(long millis) {
    if (next != null) {
      next.cancel(false);
    }
    try {
      next = timer.schedule(this::ask, millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closed) {
      first.completeExceptionally(new CancellationException("the client has been closed"));
      ended.complete(null);
    }
  }

  private synchronized void ask() {
    if (asking || ending) {
      return;
    }
    asking = true;
    if (current != null && wanted.equals(told)) {
      client.refresh(current).whenComplete((none, failure) -> refreshed(failure));
    } else {
      Registration sent = wanted;
      client
          .register(sent, current)
          .whenComplete((receipt, failure) -> registered(sent, receipt, failure));
    }
  }

  private synchronized void registered(Registration sent, Receipt receipt, Throwable failure) {
    asking = false;
    if (failure != null) {
      Throwable cause = cause(failure);
      if (cause instanceof RendezvousException refusal && refusal.isFinal()) {
        first.completeExceptionally(cause);
      }
      failed(cause);
      return;
    }
    Receipt old = current;
    current = receipt;
    told = sent;
    if (old != null) {
      client.unregister(old); // gone already if the server has recognised the device
    }
    first.complete(receipt);
    succeeded();
  }

  private synchronized void refreshed(Throwable failure) {
    asking = false;
    if (failure == null) {
      succeeded();
    } else if (cause(failure) instanceof RendezvousException refusal && isForgotten(refusal)) {
      LOG.debug("registration {} is not known any more: {}", current.id(), refusal.getMessage());
      current = null;
      goOn(0);
    } else {
      failed(cause(failure));
    }
  }

  /** Forbidden too: whoever holds the secret is not us. */
  private static boolean isForgotten(RendezvousException refusal) {
    return refusal.status() == NOT_FOUND
        || refusal.status() == GONE
        || refusal.status() == FORBIDDEN;
  }

  private void succeeded() {
    failure = null;
    goOn(wanted.equals(told) ? pace.afterSuccess(current.ttl()) : 0);
  }

  private void failed(Throwable reason) {
    LOG.debug("rendezvous server does not answer as it should: {}", reason.toString());
    failure = reason;
    goOn(
        pace.afterFailure(
            reason instanceof RendezvousException refusal
                ? refusal.retryAfter()
                : Optional.empty()));
  }

  private void goOn(long millis) {
    if (ending) {
      unregister();
    } else {
      askIn(millis);
    }
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  @Override
  public CompletableFuture<Receipt> first() {
    return first.copy();
  }

  @Override
  public synchronized Optional<Receipt> current() {
    return Optional.ofNullable(current);
  }

  @Override
  public synchronized Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }

  @Override
  public synchronized void update(Registration changed) {
    if (!changed.equals(wanted) && !ending) {
      wanted = changed;
      askIn(0);
    }
  }

  @Override
  public synchronized CompletableFuture<Void> end() {
    if (!ending) {
      ending = true;
      if (next != null) {
        next.cancel(false);
      }
      first.completeExceptionally(new CancellationException("the registration has been closed"));
      if (!asking) {
        unregister();
      }
    }
    return ended.copy();
  }

  private void unregister() {
    Receipt last = current;
    current = null;
    onEnd.accept(this);
    if (last == null) {
      ended.complete(null);
    } else {
      client.unregister(last).whenComplete((none, failure) -> ended.complete(null));
    }
  }

  @Override
  public void close() {
    HttpRendezvousClient.await(end());
  }
}
