package to.clasp.auth.internal.use;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** The file of revoked ids: one per line; blank lines and those that begin with # do not count. */
public final class RevokedIds {
  private static final int MOST = 100_000;
  private static final int LONGEST = 1024;

  private RevokedIds() {}

  /**
   * Reads the file.
   *
   * @param file the file, or null for none
   * @return the ids
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if it is too large
   */
  public static Set<String> load(Path file) throws IOException {
    Set<String> ids = new HashSet<>();
    if (file == null) {
      return ids;
    }
    if (Files.size(file) > (long) MOST * LONGEST) {
      throw new IllegalArgumentException("revokedFile " + file + ": is too large");
    }
    try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      String line;
      while ((line = in.readLine()) != null) {
        String id = line.trim();
        if (!id.isEmpty() && !id.startsWith("#")) {
          ids.add(id);
        }
      }
    }
    if (ids.size() > MOST) {
      throw new IllegalArgumentException(
          "revokedFile " + file + ": has more than " + MOST + " ids");
    }
    return ids;
  }
}
