package to.clasp.itests.karaf;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.systemTimeout;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.configureConsole;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFilePut;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.karafDistributionConfiguration;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.keepRuntimeFolder;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.logLevel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.ops4j.pax.exam.ConfigurationFactory;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.karaf.options.LogLevelOption.LogLevel;

/** A stock Karaf that runs Netty 4.1 already and has no access to any remote repository. */
public class KarafConfiguration implements ConfigurationFactory {
  private static final Path TARGET = Path.of("target").toAbsolutePath();
  private static final long BOOT_MILLIS = 300_000;
  private static final String MAVEN = "etc/org.ops4j.pax.url.mvn.cfg";
  private static final String MANAGEMENT = "etc/org.apache.karaf.management.cfg";

  @Override
  public Option[] createConfiguration() {
    List<Option> options = new ArrayList<>();
    options.add(
        karafDistributionConfiguration()
            .frameworkUrl(TARGET.resolve("host/apache-karaf.tar.gz").toUri().toString())
            .karafVersion(System.getProperty("karaf.version"))
            .name("Apache Karaf")
            .unpackDirectory(TARGET.resolve("exam").toFile())
            .useDeployFolder(false));
    options.add(systemTimeout(BOOT_MILLIS));
    options.add(keepRuntimeFolder());
    options.add(logLevel(LogLevel.INFO));
    options.add(configureConsole().ignoreLocalConsole().ignoreRemoteShell());
    options.add(editConfigurationFilePut(MANAGEMENT, "rmiRegistryPort", "0"));
    options.add(editConfigurationFilePut(MANAGEMENT, "rmiServerPort", "0"));
    options.add(editConfigurationFilePut(MAVEN, "org.ops4j.pax.url.mvn.repositories", ""));
    options.add(
        editConfigurationFilePut(
            MAVEN,
            "org.ops4j.pax.url.mvn.defaultRepositories",
            TARGET.resolve("repository").toUri()
                + "@id=clasp@snapshots,"
                + "file:${karaf.home}/${karaf.default.repository}@id=system@snapshots"));
    options.add(editConfigurationFilePut("etc/" + Relay.LISTENER + ".cfg", "host", "127.0.0.1"));
    options.add(editConfigurationFilePut("etc/" + Relay.LISTENER + ".cfg", "port", "0"));
    options.add(editConfigurationFilePut("etc/" + Relay.RENDEZVOUS + ".cfg", "port", "0"));
    options.add(
        editConfigurationFilePut(
            "etc/system.properties", "clasp.version", System.getProperty("project.version")));
    options.add(
        editConfigurationFilePut(
            "etc/system.properties",
            "clasp.testkit",
            TARGET.resolve("host/clasp-testkit.jar").toUri().toString()));
    options.addAll(hostNetty());
    return options.toArray(Option[]::new);
  }

  private static List<Option> hostNetty() {
    try (Stream<Path> jars = Files.list(TARGET.resolve("host"))) {
      return jars.filter(jar -> jar.getFileName().toString().startsWith("netty-"))
          .sorted()
          .<Option>map(jar -> bundle(jar.toUri().toString()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
