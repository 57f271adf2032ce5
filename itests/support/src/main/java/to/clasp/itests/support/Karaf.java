package to.clasp.itests.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A stock Karaf that installs the features from a repository on the disk. The test's module comes
 * after {@code itests/karaf} in the build, and its tests know the system properties {@code
 * karaf.version} and {@code project.version}.
 *
 * @param folder where it is unpacked
 */
public record Karaf(Path folder) {
  private static final Duration DEADLINE = Duration.ofSeconds(120);
  private static final String USER = "karaf";

  /** Half of the time to start is else spent on compiling what runs once. */
  private static final String JAVA_OPTIONS = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

  private static final Path BUILT = ProjectFolder.resolve("itests/karaf/target");

  /** In the place of its script: only so it ends with the script. */
  private static final List<String> COMMAND = List.of("bin/karaf", "daemon");

  /**
   * Unpacks one.
   *
   * @param folder where to; made if it is not there
   * @return the Karaf, not started
   */
  public static Karaf unpack(Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    String archive = BUILT.resolve("host/apache-karaf.tar.gz").toString();
    try (ChildProcess tar =
        ChildProcess.start(
            folder, Map.of(), List.of("tar", "-xzf", archive, "--strip-components=1"))) {
      if (tar.awaitExit(DEADLINE) != 0) {
        throw new IOException(tar.output());
      }
    }
    Karaf karaf = new Karaf(folder);
    karaf.installOffline();
    return karaf;
  }

  private void installOffline() throws IOException {
    configure(
        "org.ops4j.pax.url.mvn",
        "org.ops4j.pax.url.mvn.localRepository = " + folder.resolve("data/m2"),
        "org.ops4j.pax.url.mvn.repositories =",
        "org.ops4j.pax.url.mvn.defaultRepositories = "
            + BUILT.resolve("repository").toUri()
            + "@id=clasp@snapshots, ${karaf.home.uri}system@id=system@snapshots");
  }

  /**
   * Writes a file of the folder etc.
   *
   * @param pid name of the file without its ending
   * @param lines what is in it
   */
  public void configure(String pid, String... lines) throws IOException {
    Files.write(folder.resolve("etc/" + pid + ".cfg"), List.of(lines));
  }

  /**
   * Has features installed at the start, and no more than they need.
   *
   * @param features their names, with commas between
   * @param repositories URLs of more files with features
   */
  public void boot(String features, String... repositories) throws IOException {
    String karaf = System.getProperty("karaf.version");
    StringBuilder all =
        new StringBuilder(
            "mvn:org.apache.karaf.features/framework/%1$s/xml/features, ".formatted(karaf)
                + "mvn:org.apache.karaf.features/standard/%s/xml/features, ".formatted(karaf)
                + "mvn:to.clasp/clasp-features/%s/xml/features"
                    .formatted(System.getProperty("project.version")));
    for (String repository : repositories) {
      all.append(", ").append(repository);
    }
    configure(
        "org.apache.karaf.features",
        "featuresRepositories = " + all,
        "featuresBoot = feature, config, log, " + features,
        "featuresBootAsynchronous = false",
        "autoRefresh = true");
  }

  /**
   * Lets {@link #shell} in, which by default nobody may use from outside. Needs the features {@code
   * jaas} and {@code ssh}.
   */
  public void letIn() throws IOException {
    Files.write(
        folder.resolve("etc/users.properties"),
        List.of(
            "%1$s = %1$s,_g_:admingroup".formatted(USER),
            "_g_\\:admingroup = group,admin,manager,viewer,ssh"));
  }

  /**
   * Has its shell do something. Karaf's client gives up when its input ends, so it gets a pipe
   * whose end nobody closes.
   *
   * @param host where it was started
   * @param command a line as one types it
   * @return what was printed; also that the shell is not there yet
   */
  public String shell(NetworkNamespace host, String command) throws InterruptedException {
    String client =
        "rm -f in; mkfifo in; exec timeout --foreground 60 bin/client -u %1$s -p %1$s '%2$s' <> in"
            .formatted(USER, command);
    try (ChildProcess running = host.start(folder, environment(), List.of("sh", "-c", client))) {
      running.awaitExit(DEADLINE);
      return running.output();
    }
  }

  /**
   * Starts it on another host.
   *
   * @param host where; it ends with that
   */
  public void start(NetworkNamespace host) {
    host.start(folder, environment(), COMMAND);
  }

  /**
   * Starts it where the test runs.
   *
   * @return to be closed by the caller
   */
  public ChildProcess start() {
    return ChildProcess.start(folder, environment(), COMMAND);
  }

  private static Map<String, String> environment() {
    return Map.of("JAVA_HOME", System.getProperty("java.home"), "JAVA_OPTS", JAVA_OPTIONS);
  }

  /**
   * What it has logged.
   *
   * @return all of its log
   */
  public String log() throws IOException {
    Path log = folder.resolve("data/log/karaf.log");
    return Files.exists(log) ? Files.readString(log) : "no log";
  }
}
