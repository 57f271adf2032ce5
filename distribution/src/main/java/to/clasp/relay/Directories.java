package to.clasp.relay;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * Where a user's files lie unless said otherwise.
 *
 * @param tokens the file of tokens
 * @param run what lasts as long as a process, such as a relay's admin token
 */
public record Directories(Path tokens, Path run) {
  private static final String OURS = "clasp";

  /**
   * Those of the user who runs this process.
   *
   * @return the directories; they need not exist
   */
  public static Directories ofThisUser() {
    return of(System.getenv(), System.getProperties());
  }

  /**
   * Those of a user in other surroundings.
   *
   * @param environment the variables of the environment
   * @param system the properties of the system
   * @return the directories; they need not exist
   */
  public static Directories of(Map<String, String> environment, Properties system) {
    return new Directories(
        configuration(environment, system).resolve(OURS).resolve("tokens.json"),
        run(environment, system));
  }

  private static Path configuration(Map<String, String> environment, Properties system) {
    Path home = Path.of(system.getProperty("user.home"));
    String name = system.getProperty("os.name").toLowerCase(Locale.ROOT);
    if (name.startsWith("windows")) {
      return absolute(environment, "APPDATA", home.resolve("AppData/Roaming"));
    }
    if (name.startsWith("mac")) {
      return home.resolve("Library/Application Support");
    }
    return absolute(environment, "XDG_CONFIG_HOME", home.resolve(".config"));
  }

  /** Without a directory of the session, the user's name keeps users apart in a shared one. */
  private static Path run(Map<String, String> environment, Properties system) {
    Path session = absolute(environment, "XDG_RUNTIME_DIR", null);
    if (session != null && Files.isDirectory(session)) {
      return session.resolve(OURS);
    }
    return Path.of(system.getProperty("java.io.tmpdir"))
        .resolve(OURS + "-" + system.getProperty("user.name"));
  }

  /** The XDG rules say to pass over relative paths. */
  private static Path absolute(Map<String, String> environment, String name, Path otherwise) {
    String value = environment.get(name);
    return value == null || !Path.of(value).isAbsolute() ? otherwise : Path.of(value);
  }
}
