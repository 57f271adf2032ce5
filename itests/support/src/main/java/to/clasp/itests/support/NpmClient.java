package to.clasp.itests.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The JavaScript client {@code @clasp-to/core} under Node, in the version that is locked here. */
public final class NpmClient {
  private static final String INSTALL_NODE = "apt-get install nodejs npm";

  private NpmClient() {}

  /**
   * Installs the client if that was not done yet. The test goes on only if it is there.
   *
   * @return the folder of the Node project that depends on it
   */
  public static Path require() throws InterruptedException {
    ForeignPeer.require("node", INSTALL_NODE);
    ForeignPeer.require("npm", INSTALL_NODE);
    Path project = ProjectFolder.resolve("itests/npm");
    if (!isInstalled(project)) {
      install(project);
    }
    return project;
  }

  /**
   * Runs a script of the Node project.
   *
   * @param environment variables for the script
   * @param arguments arguments of {@code node}
   * @return the running script
   */
  public static ChildProcess node(Map<String, String> environment, List<String> arguments)
      throws InterruptedException {
    List<String> command = new ArrayList<>(List.of("node"));
    command.addAll(arguments);
    return ChildProcess.start(require(), environment, command);
  }

  private static void install(Path project) throws InterruptedException {
    List<String> npm = List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
    try (ChildProcess process = ChildProcess.start(project, Map.of(), npm)) {
      if (process.awaitExit(Duration.ofMinutes(3)) != 0) {
        ForeignPeer.missing(
            "@clasp-to/core",
            "npm failed: " + process.output().strip().replaceAll("\\s+", " "),
            "(cd " + project + " && npm ci)");
      }
    }
  }

  private static boolean isInstalled(Path project) {
    Path installed = project.resolve("node_modules/.package-lock.json");
    try {
      return Files.exists(installed)
          && Files.getLastModifiedTime(installed)
                  .compareTo(Files.getLastModifiedTime(project.resolve("package-lock.json")))
              >= 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
