package to.clasp.relay;

import java.io.IOException;
import java.time.Duration;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** How long an orderly end may take: what the router's configuration says, a flag or its file. */
final class DrainTimeout {

  static final Duration DEFAULT = Duration.ofSeconds(5);

  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final String ROUTER = "(service.pid=to.clasp.router)";

  private DrainTimeout() {}

  /**
   * The timeout that holds now.
   *
   * @param flag seconds of the command line, or null
   * @param context of the framework, or null if it does not run
   * @return the default where nothing, or nothing usable, is configured
   */
  static Duration of(Integer flag, BundleContext context) {
    try {
      Object given = flag != null || context == null ? flag : property(context);
      return given == null ? DEFAULT : atLeast(Integer.parseInt(given.toString().trim()));
    } catch (IOException | IllegalStateException | NumberFormatException unusable) {
      return DEFAULT;
    }
  }

  private static Object property(BundleContext context) throws IOException {
    ServiceReference<ConfigurationAdmin> admin =
        context.getServiceReference(ConfigurationAdmin.class);
    if (admin == null) {
      return null;
    }
    try {
      Configuration[] router = context.getService(admin).listConfigurations(ROUTER);
      return router == null ? null : router[0].getProperties().get("drainTimeoutSeconds");
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The framework itself needs a moment to stop. */
  private static Duration atLeast(int seconds) {
    Duration asked = Duration.ofSeconds(seconds);
    return asked.compareTo(SHORTEST) < 0 ? SHORTEST : asked;
  }
}
