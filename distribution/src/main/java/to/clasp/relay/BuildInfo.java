package to.clasp.relay;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * Which build this is.
 *
 * @param version the version of the project
 * @param commit the abbreviated commit, or "unknown" when it was built without git
 */
public record BuildInfo(String version, String commit) {

  /**
   * Reads what the build has written down.
   *
   * @return this build
   */
  public static BuildInfo load() {
    Properties properties = new Properties();
    try (InputStream in = BuildInfo.class.getResourceAsStream("build.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new BuildInfo(properties.getProperty("version"), properties.getProperty("commit"));
  }

  /**
   * Version, commit and Java in one line.
   *
   * @return the text
   */
  public String text() {
    return version
        + " ("
        + commit
        + "), Java "
        + Runtime.version()
        + ", "
        + System.getProperty("os.name")
        + " "
        + System.getProperty("os.arch");
  }
}
