package to.clasp.relay;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationPlugin;
import org.osgi.service.log.LogService;
import org.osgi.service.log.LoggerFactory;
import to.clasp.relay.log.FelixLog;
import to.clasp.relay.log.FrameworkLog;

/** The OSGi framework with the bundles of the tree in it. */
final class RelayFramework {

  /**
   * What the bundles get from the launcher's class path. slf4j in two versions, so that both the
   * import ranges [1.7,2) and [2,3) resolve.
   */
  static final String SYSTEM_PACKAGES =
      String.join(
          ",",
          "org.slf4j;version=\"1.7.36\"",
          "org.slf4j.event;version=\"1.7.36\"",
          "org.slf4j.helpers;version=\"1.7.36\"",
          "org.slf4j.spi;version=\"1.7.36\"",
          "org.slf4j;version=\"2.0.17\"",
          "org.slf4j.event;version=\"2.0.17\"",
          "org.slf4j.helpers;version=\"2.0.17\"",
          "org.slf4j.spi;version=\"2.0.17\"",
          "org.osgi.service.cm;version=\"1.6.1\"",
          "org.osgi.service.cm.annotations;version=\"1.6.1\"",
          "org.osgi.service.component;version=\"1.5.1\"",
          "org.osgi.service.component.propertytypes;version=\"1.5\"",
          "org.osgi.service.component.runtime;version=\"1.5\"",
          "org.osgi.service.component.runtime.dto;version=\"1.5\"",
          "org.osgi.service.log;version=\"1.5\"",
          "org.osgi.service.log.admin;version=\"1.0\"",
          "org.osgi.util.function;version=\"1.2\"",
          "org.osgi.util.promise;version=\"1.3.0\"");

  private static final String POLL = "felix.fileinstall.poll";
  private static final String CONFIGURATION_ADMIN = "org.apache.felix.configadmin";
  private static final String FILE_INSTALL = "org.apache.felix.fileinstall";
  private static final String COMPONENTS = "org.apache.felix.scr";

  private final RelayHome home;
  private final ConfigurationOverlay overlay;
  private final Framework framework;

  RelayFramework(RelayHome home, ConfigurationOverlay overlay, TemporaryDirectory scratch) {
    this.home = home;
    this.overlay = overlay;
    framework = new FrameworkFactory().newFramework(rawProperties(home, overlay, scratch));
  }

  /** Raw, because Felix takes its log as an object among the text properties. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Map<String, String> rawProperties(
      RelayHome home, ConfigurationOverlay overlay, TemporaryDirectory scratch) {
    Map<String, Object> properties = new HashMap<>();
    properties.put(Constants.FRAMEWORK_STORAGE, scratch.subdirectory("framework"));
    properties.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, SYSTEM_PACKAGES);
    properties.put("felix.log.logger", new FelixLog());
    properties.put("felix.fileinstall.dir", home.etc().toString());
    properties.put("felix.fileinstall.tmpdir", scratch.subdirectory("fileinstall"));
    properties.put("felix.fileinstall.filter", overlay.fileNameFilter());
    properties.put("felix.fileinstall.noInitialDelay", "true");
    properties.put(POLL, System.getProperty(POLL, "1000"));
    properties.put("felix.fileinstall.enableConfigSave", "false");
    properties.put("felix.fileinstall.configEncoding", "UTF-8");
    properties.put("felix.fileinstall.log.level", "2");
    return (Map) properties;
  }

  /**
   * Starts the framework and its bundles. The configuration is there before the first component, so
   * that none starts with defaults and changes at once.
   *
   * @param log where the framework's bundles log
   * @throws RelayException if a bundle is missing or does not start
   */
  void start(FrameworkLog log) throws RelayException {
    try {
      framework.start();
      BundleContext context = framework.getBundleContext();
      LogService service = log.service();
      String[] logTypes = {LogService.class.getName(), LoggerFactory.class.getName()};
      context.registerService(logTypes, service, null);
      Dictionary<String, Object> ranked = new Hashtable<>();
      ranked.put(ConfigurationPlugin.CM_RANKING, 500);
      context.registerService(ConfigurationPlugin.class, overlay, ranked);
      startAll(install(context));
    } catch (BundleException e) {
      throw new RelayException(FailureText.of(e), e);
    }
  }

  private List<Bundle> install(BundleContext context) throws RelayException, BundleException {
    List<Bundle> ours = new ArrayList<>();
    List<Bundle> installed = new ArrayList<>();
    List<Path> later = new ArrayList<>();
    for (Path jar : home.bundles()) {
      if (jar.getFileName().toString().startsWith("clasp-")) {
        later.add(jar);
      } else {
        installed.add(install(context, jar));
      }
    }
    // The framework stops bundles in reverse order, so ours end while all that serves them is up.
    for (Path jar : later) {
      ours.add(install(context, jar));
    }
    installed.addAll(ours);
    return installed;
  }

  /** By reference: the framework reads the jar where it lies instead of copying it first. */
  private static Bundle install(BundleContext context, Path jar) throws BundleException {
    return context.installBundle("reference:" + jar.toUri());
  }

  private void startAll(List<Bundle> bundles) throws RelayException, BundleException {
    named(bundles, CONFIGURATION_ADMIN).start();
    named(bundles, FILE_INSTALL).start();
    createMissingConfiguration();
    for (Bundle bundle : bundles) {
      if (!isFragment(bundle) && !bundle.getSymbolicName().equals(COMPONENTS)) {
        bundle.start();
      }
    }
    named(bundles, COMPONENTS).start();
  }

  private void createMissingConfiguration() throws RelayException {
    BundleContext context = framework.getBundleContext();
    ServiceReference<ConfigurationAdmin> admin =
        context.getServiceReference(ConfigurationAdmin.class);
    try {
      overlay.createMissing(context.getService(admin));
      overlay.requireScheme(context.getService(admin));
    } catch (java.io.IOException e) {
      throw new RelayException("cannot store the configuration: " + e.getMessage(), e);
    }
  }

  private Bundle named(List<Bundle> bundles, String symbolicName) throws RelayException {
    return bundles.stream()
        .filter(bundle -> symbolicName.equals(bundle.getSymbolicName()))
        .findFirst()
        .orElseThrow(() -> new RelayException("no " + symbolicName + " in " + home.directory()));
  }

  private static boolean isFragment(Bundle bundle) {
    BundleRevision revision = bundle.adapt(BundleRevision.class);
    return (revision.getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
  }

  BundleContext context() {
    return framework.getBundleContext();
  }

  /**
   * Blocks until the framework has stopped.
   *
   * @throws InterruptedException if the thread is interrupted meanwhile
   */
  void awaitStop() throws InterruptedException {
    framework.waitForStop(0);
  }

  /**
   * Stops all bundles in reverse order, and waits for it.
   *
   * @param millis how long to wait
   */
  void stop(long millis) {
    try {
      framework.stop();
      framework.waitForStop(millis);
    } catch (BundleException e) {
      org.slf4j.LoggerFactory.getLogger(RelayFramework.class)
          .warn("the framework does not stop", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
