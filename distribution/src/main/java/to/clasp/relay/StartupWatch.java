package to.clasp.relay;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/**
 * Decides when the relay has started, or cannot. It knows no transport: whatever is configured
 * below {@code to.clasp.} must be active, and no component of ours may have failed.
 */
final class StartupWatch {

  private static final String OURS = "(service.pid=to.clasp.*)";

  /** How a failure of Declarative Services begins that only follows from another one. */
  private static final String FAILED_REFERENCE = "Unable to get service for reference";

  private static final String AUTHENTICATOR = "to.clasp.auth.Authenticator";

  /** The authenticator says so of transports, and components that depend on it name theirs. */
  private static final String WITHOUT_TOKEN = "to.clasp.auth.withoutToken";

  private static final long PAUSE_MILLIS = 20;

  private final BundleContext context;
  private final ServiceComponentRuntime runtime;
  private final ConfigurationAdmin admin;

  StartupWatch(BundleContext context) {
    this.context = context;
    runtime = service(context, ServiceComponentRuntime.class);
    admin = service(context, ConfigurationAdmin.class);
  }

  private static <T> T service(BundleContext context, Class<T> type) {
    return context.getService(context.getServiceReference(type));
  }

  /**
   * Waits until all is up.
   *
   * @param millis how long at most
   * @throws RelayException in one line why it did not start
   * @throws InterruptedException if the thread is interrupted meanwhile
   */
  void await(long millis) throws RelayException, InterruptedException {
    long deadline = System.nanoTime() + millis * 1_000_000;
    while (true) {
      List<String> missing = missing();
      if (missing.isEmpty()) {
        requireEndpoint();
        return;
      }
      if (System.nanoTime() - deadline > 0) {
        throw new RelayException(
            "not started within " + millis / 1000 + " s: " + String.join("; ", missing));
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private void requireEndpoint() throws RelayException {
    if (Endpoints.countByBundle(context).isEmpty()) {
      throw new RelayException(
          "nothing to listen on: no transport is configured, neither in etc/ nor by a flag");
    }
  }

  private List<String> missing() throws RelayException {
    Collection<ComponentDescriptionDTO> components =
        runtime.getComponentDescriptionDTOs().stream()
            .filter(component -> component.bundle.symbolicName.startsWith("clasp-"))
            .toList();
    requireNoFailure(components);
    List<String> missing = new ArrayList<>();
    for (Configuration configuration : configurations()) {
      missingFor(configuration, components, missing);
    }
    missingEndpoints(components, missing);
    return missing;
  }

  /** A component fails as well when one fails that it depends on; the first cause is told. */
  private void requireNoFailure(Collection<ComponentDescriptionDTO> components)
      throws RelayException {
    List<String> failures = new ArrayList<>();
    for (ComponentDescriptionDTO component : components) {
      for (ComponentConfigurationDTO each : runtime.getComponentConfigurationDTOs(component)) {
        if (each.state == ComponentConfigurationDTO.FAILED_ACTIVATION) {
          failures.add(FailureText.of(each.failure));
        }
      }
    }
    if (!failures.isEmpty()) {
      throw new RelayException(
          failures.stream()
              .filter(failure -> !failure.startsWith(FAILED_REFERENCE))
              .findFirst()
              .orElse(failures.get(0)));
    }
  }

  private void missingFor(
      Configuration configuration,
      Collection<ComponentDescriptionDTO> components,
      List<String> missing)
      throws RelayException {
    String pid = configuration.getPid();
    String factoryPid = configuration.getFactoryPid();
    String wanted = factoryPid == null ? pid : factoryPid;
    List<ComponentDescriptionDTO> takers =
        components.stream()
            .filter(component -> Arrays.asList(component.configurationPid).contains(wanted))
            .toList();
    if (takers.isEmpty()) {
      throw new RelayException("nothing here is configured by " + pid + ": is the name right?");
    }
    for (ComponentDescriptionDTO taker : takers) {
      ComponentConfigurationDTO found = configured(taker, pid);
      if (found == null) {
        missing.add(pid + " has not reached " + taker.name);
      } else if (!isUp(found)) {
        missing.add(pid + waitsFor(found));
      }
    }
  }

  private ComponentConfigurationDTO configured(ComponentDescriptionDTO component, String pid) {
    return runtime.getComponentConfigurationDTOs(component).stream()
        .filter(each -> pids(each).contains(pid))
        .findFirst()
        .orElse(null);
  }

  /** A component has several PIDs when several configurations make it up. */
  private static Collection<?> pids(ComponentConfigurationDTO component) {
    Object pid = component.properties.get(Constants.SERVICE_PID);
    if (pid instanceof Collection<?> several) {
      return several;
    }
    return pid instanceof Object[] several ? Arrays.asList(several) : Collections.singleton(pid);
  }

  /** Satisfied is enough for a component that only works when somebody asks for its service. */
  private static boolean isUp(ComponentConfigurationDTO component) {
    return component.state == ComponentConfigurationDTO.ACTIVE
        || (component.state == ComponentConfigurationDTO.SATISFIED
            && !component.description.immediate);
  }

  private static String waitsFor(ComponentConfigurationDTO component) {
    String references =
        Arrays.stream(component.unsatisfiedReferences)
            .map(reference -> reference.name)
            .collect(Collectors.joining(", "));
    return references.isEmpty() ? " is not active" : " waits for " + references;
  }

  /** One endpoint for each configuration with a port, counted bundle by bundle. */
  private void missingEndpoints(
      Collection<ComponentDescriptionDTO> components, List<String> missing) {
    Map<Long, Integer> wanted = new HashMap<>();
    for (ComponentDescriptionDTO component : components) {
      for (ComponentConfigurationDTO each : runtime.getComponentConfigurationDTOs(component)) {
        if (each.properties.containsKey("port") && !pids(each).contains(null) && mayOpen(each)) {
          wanted.merge(component.bundle.id, 1, Integer::sum);
        }
      }
    }
    Map<Long, Integer> open = Endpoints.countByBundle(context);
    wanted.forEach(
        (bundle, number) -> {
          if (open.getOrDefault(bundle, 0) < number) {
            missing.add(context.getBundle(bundle).getSymbolicName() + " has not opened its port");
          }
        });
  }

  /** A port whose clients cannot log in stays closed while nobody may come without a token. */
  private boolean mayOpen(ComponentConfigurationDTO component) {
    Object transport = component.properties.get(WITHOUT_TOKEN);
    ServiceReference<?> authenticator = context.getServiceReference(AUTHENTICATOR);
    if (transport == null || authenticator == null) {
      return true;
    }
    List<?> admitted = Arrays.asList((String[]) authenticator.getProperty(WITHOUT_TOKEN));
    return admitted.contains(transport) || admitted.contains("*");
  }

  private Configuration[] configurations() {
    try {
      Configuration[] found = admin.listConfigurations(OURS);
      return found == null ? new Configuration[0] : found;
    } catch (IOException | InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
