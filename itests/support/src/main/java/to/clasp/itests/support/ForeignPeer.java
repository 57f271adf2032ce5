package to.clasp.itests.support;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/**
 * A program that somebody else wrote and that a test talks to. A machine may lack it: then the test
 * is skipped so that nobody can miss it, or fails where peers are required.
 */
public final class ForeignPeer {
  /** Begins the line that is printed for each test that is skipped. */
  public static final String SKIPPED = "SKIPPED FOREIGN PEER:";

  private static final String REQUIRE = "CLASP_REQUIRE_PEERS";

  private ForeignPeer() {}

  /**
   * Goes on only if a program is on the search path.
   *
   * @param program its name, such as {@code node}
   * @param howToInstall the command that installs it
   */
  public static void require(String program, String howToInstall) {
    if (!isInstalled(program)) {
      missing(program, "not found", howToInstall);
    }
  }

  /**
   * Ends the test: it is skipped, or fails where peers are required.
   *
   * @param peer what is missing
   * @param why why it cannot be used
   * @param howToInstall the command that helps
   */
  public static void missing(String peer, String why, String howToInstall) {
    missing(peer, why, howToInstall, Boolean.parseBoolean(setting()), System.out::println);
  }

  static void missing(
      String peer, String why, String howToInstall, boolean required, Consumer<String> screen) {
    String text = peer + " (" + why + "); to install it: " + howToInstall;
    if (required) {
      throw new AssertionFailedError(REQUIRE + " is set, and a peer is missing: " + text);
    }
    screen.accept(SKIPPED + " " + text);
    throw new TestAbortedException(SKIPPED + " " + text);
  }

  private static String setting() {
    return System.getProperty(REQUIRE, System.getenv(REQUIRE));
  }

  private static boolean isInstalled(String program) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(folder -> Path.of(folder, program))
        .anyMatch(Files::isExecutable);
  }
}
