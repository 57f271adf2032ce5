package to.clasp.http.internal;

import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import to.clasp.http.HttpRequest;
import to.clasp.http.HttpResponse;

/**
 * The threads on which routes run: as many as there are requests being answered, within a bound.
 * One route gets half of them at most, so that one which hangs leaves the others working.
 */
final class Workers implements AutoCloseable {
  private static final long REST_SECONDS = 10;

  private final AtomicInteger numbers = new AtomicInteger();
  private final AtomicInteger running = new AtomicInteger();
  private final Supplier<HttpSettings> settings;
  private final ThreadPoolExecutor threads;

  Workers(Supplier<HttpSettings> settings) {
    this.settings = settings;
    this.threads =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            REST_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            this::thread);
  }

  private Thread thread(Runnable task) {
    Thread thread = new Thread(task, "clasp-http-" + numbers.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }

  static HttpResponse busy() {
    return HttpResponse.text(503, "too many requests at a time\n").withHeader("Retry-After", "1");
  }

  /** Has a route answer; the answer comes later, on the event loop. */
  void call(
      Routes.Entry entry, HttpRequest request, EventExecutor loop, Consumer<HttpResponse> answer) {
    int most = settings.get().maxRequests();
    boolean tooMany = running.incrementAndGet() > most;
    if (entry.running().incrementAndGet() > most / 2 || tooMany) {
      ended(entry);
      answer.accept(busy());
      return;
    }
    RouteCall call = new RouteCall(entry.route(), request, loop, answer, () -> ended(entry));
    call.answerWithin(settings.get().answerTimeout());
    try {
      threads.execute(call);
    } catch (RejectedExecutionException stopped) {
      call.reject();
    }
  }

  private void ended(Routes.Entry entry) {
    running.decrementAndGet();
    entry.running().decrementAndGet();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
