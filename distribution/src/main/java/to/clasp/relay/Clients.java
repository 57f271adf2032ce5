package to.clasp.relay;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.slf4j.LoggerFactory;

/** Sees to it that the clients are told before the bundles that serve them stop. */
final class Clients {

  private static final String TYPE = "to.clasp.transport.Drainable";
  private static final long SPARE_MILLIS = 100;

  private Clients() {}

  /**
   * Tells all clients at the same time that the relay ends, and waits until they are gone.
   *
   * @param context of the framework, or null if it has stopped already
   * @param millis how long to wait
   */
  static void drain(BundleContext context, long millis) {
    if (context == null) {
      return;
    }
    List<CompletableFuture<?>> all = new ArrayList<>();
    try {
      for (ServiceReference<?> each : references(context)) {
        all.add(drain(each, context.getService(each), Duration.ofMillis(millis)));
      }
      CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
          .completeOnTimeout(null, millis + SPARE_MILLIS, TimeUnit.MILLISECONDS)
          .join();
    } catch (CompletionException | IllegalStateException e) {
      LoggerFactory.getLogger(Clients.class).warn("clients could not be told: {}", e.toString());
    }
  }

  private static ServiceReference<?>[] references(BundleContext context) {
    try {
      ServiceReference<?>[] found = context.getAllServiceReferences(TYPE, null);
      return found == null ? new ServiceReference<?>[0] : found;
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** By reflection: the launcher stays outside of the bundles' class space. */
  private static CompletableFuture<?> drain(
      ServiceReference<?> reference, Object service, Duration timeout) {
    if (service == null) {
      return CompletableFuture.completedFuture(null);
    }
    try {
      Method drain = reference.getBundle().loadClass(TYPE).getMethod("drain", Duration.class);
      return ((CompletionStage<?>) drain.invoke(service, timeout)).toCompletableFuture();
    } catch (ReflectiveOperationException e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
