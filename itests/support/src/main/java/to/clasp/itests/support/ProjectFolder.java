package to.clasp.itests.support;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where things lie in the source tree. */
public final class ProjectFolder {
  private ProjectFolder() {}

  /**
   * A place in the source tree, from whatever module the test runs in.
   *
   * @param relative path from the root of the tree
   * @return the absolute path
   */
  public static Path resolve(String relative) {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("bundles/clasp-protocol"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException(
            "not inside the source tree: " + Path.of("").toAbsolutePath());
      }
    }
    return folder.resolve(relative);
  }
}
