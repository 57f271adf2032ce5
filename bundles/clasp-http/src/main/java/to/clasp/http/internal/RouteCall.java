package to.clasp.http.internal;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import to.clasp.http.HttpRequest;
import to.clasp.http.HttpResponse;
import to.clasp.http.HttpRoute;

/**
 * A request that a route is answering. There is one answer: the route's, or that it failed or took
 * too long. It counts until both the answer is known and the route has given the thread back.
 */
final class RouteCall implements Runnable {
  private final HttpRoute route;
  private final HttpRequest request;
  private final EventExecutor loop;
  private final Consumer<HttpResponse> answer;
  private final Runnable onEnd;
  private final AtomicBoolean answered = new AtomicBoolean();
  private final AtomicInteger parts = new AtomicInteger(2);
  private Future<?> timer;

  /**
   * @param loop the event loop on which the answer is taken
   * @param answer takes it
   * @param onEnd called once, when the call counts no more; on any thread
   */
  RouteCall(
      HttpRoute route,
      HttpRequest request,
      EventExecutor loop,
      Consumer<HttpResponse> answer,
      Runnable onEnd) {
    this.route = route;
    this.request = request;
    this.loop = loop;
    this.answer = answer;
    this.onEnd = onEnd;
  }

  /** Bounds the time until the answer; before {@link #run}. */
  void answerWithin(Duration timeout) {
    timer =
        loop.schedule(
            () -> answer(HttpResponse.text(504, "no answer in time\n")),
            timeout.toNanos(),
            TimeUnit.NANOSECONDS);
  }

  /** There is no thread for it. */
  void reject() {
    partDone();
    answer(Workers.busy());
  }

  @Override
  public void run() {
    try {
      route.handle(request).whenComplete(this::completed);
    } catch (Throwable failure) {
      failed(failure);
    } finally {
      partDone();
    }
  }

  private void completed(HttpResponse response, Throwable failure) {
    if (failure == null && response != null) {
      answer(response);
    } else {
      failed(failure);
    }
  }

  private void failed(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    RareLog.routeFailed(request, cause == null ? new NullPointerException("no answer") : cause);
    answer(HttpResponse.text(500, "internal error\n"));
  }

  private void answer(HttpResponse response) {
    if (!answered.compareAndSet(false, true)) {
      return;
    }
    timer.cancel(false);
    partDone();
    try {
      loop.execute(() -> answer.accept(response));
    } catch (RejectedExecutionException stopped) {
      // the connection is gone with its loop
    }
  }

  private void partDone() {
    if (parts.decrementAndGet() == 0) {
      onEnd.run();
    }
  }
}
