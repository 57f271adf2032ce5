package to.clasp.relay;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The installed tree. Nothing is ever written below it.
 *
 * @param directory where {@code bin}, {@code lib}, {@code bundles} and {@code etc} are
 */
record RelayHome(Path directory) {

  /** The system property that the start script sets to the tree's directory. */
  static final String PROPERTY = "clasp.home";

  /**
   * The tree this process was started from.
   *
   * @return the tree
   * @throws RelayException if the start script did not say which
   */
  static RelayHome ofThisProcess() throws RelayException {
    String directory = System.getProperty(PROPERTY);
    if (directory == null) {
      throw new RelayException("start the relay with bin/clasp-relay, or set -D" + PROPERTY);
    }
    if (directory.contains(",") || directory.contains("${")) {
      // File Install would take the path for a list, or for a variable.
      throw new RelayException("the path of the relay must contain neither , nor ${: " + directory);
    }
    return new RelayHome(Path.of(directory).toAbsolutePath());
  }

  Path etc() {
    return directory.resolve("etc");
  }

  /**
   * The bundles of the tree.
   *
   * @return their files, by name
   * @throws RelayException if there are none
   */
  List<Path> bundles() throws RelayException {
    Path bundles = directory.resolve("bundles");
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(bundles, "*.jar")) {
      jars.forEach(found::add);
    } catch (IOException e) {
      throw new RelayException("cannot read " + bundles + ": " + e.getMessage(), e);
    }
    if (found.isEmpty()) {
      throw new RelayException("no bundles in " + bundles);
    }
    found.sort(null);
    return found;
  }
}
