package to.clasp.itests.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import to.clasp.itests.support.ChildProcess;
import to.clasp.itests.support.ProjectFolder;

/** A stock Karaf on a host, that installs the features from a repository on the disk. */
record Karaf(Path folder, Host host) {
  private static final Duration DEADLINE = Duration.ofSeconds(120);

  /** Half of the time to start is else spent on compiling what runs once. */
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "JAVA_HOME",
          System.getProperty("java.home"),
          "JAVA_OPTS",
          "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");

  private static final Path BUILT = ProjectFolder.resolve("itests/karaf/target");

  static Karaf unpack(Path folder, Host host) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    String archive = BUILT.resolve("host/apache-karaf.tar.gz").toString();
    try (ChildProcess tar =
        ChildProcess.start(
            folder, Map.of(), List.of("tar", "-xzf", archive, "--strip-components=1"))) {
      assertThat(tar.awaitExit(DEADLINE)).as(tar.output()).isZero();
    }
    Karaf karaf = new Karaf(folder, host);
    karaf.installOffline();
    karaf.letIn();
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

  /** By default nobody may use the shell from outside. */
  private void letIn() throws IOException {
    Files.write(
        folder.resolve("etc/users.properties"),
        List.of(
            "karaf = karaf,_g_:admingroup", "_g_\\:admingroup = group,admin,manager,viewer,ssh"));
  }

  /** Writes a file of the folder etc. */
  void configure(String name, String... lines) throws IOException {
    Files.write(folder.resolve("etc/" + name + ".cfg"), List.of(lines));
  }

  /** Has features installed at the start, and no more than they need. */
  void boot(String features) throws IOException {
    String karaf = System.getProperty("karaf.version");
    configure(
        "org.apache.karaf.features",
        "featuresRepositories = mvn:org.apache.karaf.features/framework/%1$s/xml/features, "
                .formatted(karaf)
            + "mvn:org.apache.karaf.features/standard/%s/xml/features, ".formatted(karaf)
            + "mvn:to.clasp/clasp-features/%s/xml/features"
                .formatted(System.getProperty("project.version")),
        "featuresBoot = feature, config, log, jaas, ssh, " + features,
        "featuresBootAsynchronous = false",
        "autoRefresh = true");
  }

  /** Starts it, in the place of its script: only so it ends with the script. */
  void start() {
    host.network().start(folder, ENVIRONMENT, List.of("bin/karaf", "daemon"));
  }

  /**
   * Has its shell do something. Karaf's client gives up when its input ends, so it gets a pipe
   * whose end nobody closes.
   *
   * @param command a line as one types it
   * @return what was printed; also that the shell is not there yet
   */
  String shell(String command) throws InterruptedException {
    String client =
        "rm -f in; mkfifo in; exec timeout --foreground 60 bin/client -u karaf -p karaf '"
            + command
            + "' <> in";
    try (ChildProcess running =
        host.network().start(folder, ENVIRONMENT, List.of("sh", "-c", client))) {
      running.awaitExit(DEADLINE);
      return running.output();
    }
  }

  String log() throws IOException {
    Path log = folder.resolve("data/log/karaf.log");
    return Files.exists(log) ? Files.readString(log) : "no log";
  }
}
