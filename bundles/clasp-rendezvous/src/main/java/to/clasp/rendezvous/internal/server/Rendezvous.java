package to.clasp.rendezvous.internal.server;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the directory, as long as it is configured. It references nobody, so that the devices stay
 * whatever else is exchanged.
 */
@Component(
    service = Rendezvous.class,
    immediate = true,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    configurationPid = Rendezvous.PID)
@Designate(ocd = RendezvousConfig.class)
public final class Rendezvous {
  /** PID of the configuration. */
  public static final String PID = "to.clasp.rendezvous";

  private static final Logger LOG = LoggerFactory.getLogger(Rendezvous.class);

  private final Directory directory;
  private volatile Settings settings;

  /**
   * A directory, with what its file holds.
   *
   * @param config the bounds
   * @throws IllegalArgumentException if the configuration is wrong; names the key
   */
  @Activate
  public Rendezvous(RendezvousConfig config) {
    this(config, Time.SYSTEM);
  }

  Rendezvous(RendezvousConfig config, Time time) {
    settings = Settings.of(config);
    directory = new Directory(settings, time);
    directory.use(open(settings));
  }

  private static Store open(Settings settings) {
    if (settings.storeFile() == null) {
      return Store.NONE;
    }
    try {
      return FileStore.open(settings.storeFile());
    } catch (NoClassDefFoundError missing) {
      throw new IllegalArgumentException(
          PID + ": storeFile needs bundle com.h2database.mvstore, which is not here", missing);
    }
  }

  /**
   * Takes a changed configuration, or stays as it is and says why.
   *
   * @param config the new configuration
   */
  @Modified
  void modified(RendezvousConfig config) {
    try {
      Settings changed = Settings.of(config);
      if (changed.equals(settings)) {
        return;
      }
      if (!java.util.Objects.equals(changed.storeFile(), settings.storeFile())) {
        directory.use(open(changed));
      }
      directory.configure(changed);
      settings = changed;
    } catch (IllegalArgumentException wrong) {
      LOG.error("configuration not taken: {}", wrong.getMessage());
    }
  }

  @Deactivate
  void close() {
    directory.close();
  }

  Directory directory() {
    return directory;
  }

  Settings settings() {
    return settings;
  }
}
