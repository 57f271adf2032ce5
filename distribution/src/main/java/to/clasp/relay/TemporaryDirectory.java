package to.clasp.relay;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * What this process writes, and nobody else: so one tree serves many relays and may be read-only.
 *
 * @param directory the directory
 */
record TemporaryDirectory(Path directory) {

  static TemporaryDirectory create() throws RelayException {
    try {
      return new TemporaryDirectory(Files.createTempDirectory("clasp-relay-"));
    } catch (IOException e) {
      throw new RelayException(
          "cannot create a directory in " + System.getProperty("java.io.tmpdir") + ": " + e, e);
    }
  }

  String subdirectory(String name) {
    return directory.resolve(name).toString();
  }

  /** Deletes it with all it holds. What cannot be deleted stays. */
  void delete() {
    try {
      Files.walkFileTree(directory, new Deletion());
    } catch (IOException e) {
      System.getLogger(TemporaryDirectory.class.getName())
          .log(System.Logger.Level.WARNING, "cannot delete " + directory, e);
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path visited, IOException failure)
        throws IOException {
      Files.deleteIfExists(visited);
      return FileVisitResult.CONTINUE;
    }
  }
}
