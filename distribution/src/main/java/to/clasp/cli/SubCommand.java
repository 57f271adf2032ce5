package to.clasp.cli;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import to.clasp.client.ClaspClient;
import to.clasp.client.ClaspException;
import to.clasp.client.Received;
import to.clasp.client.Subscription;
import to.clasp.client.SubscriptionOptions;
import to.clasp.protocol.ErrorCode;
import to.clasp.relay.DurationText;

/** Prints what happens until it is told to end. */
@Command(
    name = "sub",
    aliases = "watch",
    description = {
      "Prints the params that there are and every signal that comes: address and value.",
      "Ends with Ctrl-C, or as told below."
    })
final class SubCommand implements Callable<Integer> {
  private static final int INCOMPLETE = 1;

  @Spec private CommandSpec spec;
  @Mixin private ServerOptions server;

  @Parameters(
      paramLabel = "PATTERN",
      defaultValue = "/**",
      description = "Such as /lights/** (default: ${DEFAULT-VALUE}).")
  private String pattern;

  @Option(names = "--count", paramLabel = "N", description = "End after so many lines.")
  private Long count;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = DurationText.class,
      description = "End after so long, such as 30s; a failure if --count was not reached.")
  private Duration timeout;

  @Option(names = "--json", description = "Print an object per line.")
  private boolean json;

  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private volatile long printed;

  @Override
  public Integer call() throws IOException {
    if (count != null && count < 1) {
      throw new ParameterException(spec.commandLine(), "--count must be 1 or more");
    }
    // A pipe that nobody reads must not stop the event loop.
    ExecutorService printer = Executors.newSingleThreadExecutor(SubCommand::daemon);
    try (ClaspClient client = server.connect(printer)) {
      Thread atEnd = new Thread(() -> end(client, printer), "end");
      Runtime.getRuntime().addShutdownHook(atEnd);
      try {
        return watch(client);
      } finally {
        removeHook(atEnd);
      }
    } finally {
      printer.shutdown();
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "printer");
    thread.setDaemon(true);
    return thread;
  }

  /** Ctrl-C is how this command usually ends, so it is no failure. */
  private void end(ClaspClient client, ExecutorService printer) {
    done.complete(null);
    client.close();
    printer.shutdownNow();
    Runtime.getRuntime().halt(0);
  }

  private static void removeHook(Thread atEnd) {
    try {
      Runtime.getRuntime().removeShutdownHook(atEnd);
    } catch (IllegalStateException ending) {
      // the hook runs, and ends the process
    }
  }

  private int watch(ClaspClient client) throws IOException {
    client.onError(this::tell);
    client.closed().thenAccept(this::lost);
    Subscription subscription =
        Calls.checked(spec, () -> client.subscribe(pattern, SubscriptionOptions.ALL, this::print));
    server.await(CompletableFuture.anyOf(subscription.ready(), done));
    return awaitEnd();
  }

  /** That the router goes away is told by the end of the connection as well. */
  private void tell(ClaspException problem) {
    if (problem.code() != ErrorCode.SERVICE_UNAVAILABLE.code()) {
      spec.commandLine().getErr().println("clasp: " + Printable.of(problem.getMessage()));
    }
  }

  private void lost(ClaspException why) {
    String reason = why == null ? "closed" : why.getMessage();
    done.completeExceptionally(new IOException("the connection is lost: " + reason));
  }

  private int awaitEnd() throws IOException {
    try {
      if (timeout == null) {
        done.get();
      } else {
        done.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      }
      return 0;
    } catch (TimeoutException over) {
      return overtime();
    } catch (ExecutionException failed) {
      throw new IOException(failed.getCause().getMessage(), failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  /** Without the lock of the printer, who may wait for a reader for ever. */
  private int overtime() {
    if (count == null) {
      return 0;
    }
    spec.commandLine()
        .getErr()
        .println(
            "clasp: "
                + printed
                + " of "
                + count
                + " messages of "
                + pattern
                + " within "
                + timeout.toSeconds()
                + " s");
    return INCOMPLETE;
  }

  private synchronized void print(Received received) {
    PrintWriter out = spec.commandLine().getOut();
    if (done.isDone()) {
      return;
    }
    out.println(json ? ReceivedText.json(received) : ReceivedText.plain(received));
    printed++;
    boolean nobodyReads = out.checkError();
    if (nobodyReads || count != null && printed >= count) {
      done.complete(null);
    }
  }
}
