package to.clasp.auth.internal.pairing;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import to.clasp.auth.internal.tokens.JsonText;
import to.clasp.auth.internal.tokens.PrivateFile;

/**
 * What a running relay tells the tools of its own user, in a file that only that user may read.
 *
 * @param adminToken lets its holder do everything on this relay
 * @param uris where it listens
 */
public record RelayFile(String adminToken, List<URI> uris) {
  private static final String NAMES = "relay-*.json";
  private static final String TOKEN = "token";
  private static final String URIS = "uris";

  /** Checks for null and copies. */
  public RelayFile {
    requireNonNull(adminToken, "adminToken");
    uris = List.copyOf(uris);
  }

  /** For logs: without the token. */
  @Override
  public String toString() {
    return "RelayFile[uris=" + uris + "]";
  }

  /** Where the file of a process is. */
  static Path path(Path directory, long pid) {
    return directory.resolve(NAMES.replace("*", Long.toString(pid)));
  }

  void write(Path file) throws IOException {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put(TOKEN, adminToken);
    fields.put(URIS, uris.stream().map(URI::toString).toList());
    PrivateFile.replace(file, JsonText.bytes(fields));
  }

  private static RelayFile read(Path file) throws IOException {
    Map<String, Object> fields = JsonText.object(Files.readAllBytes(file));
    if (!(fields.get(TOKEN) instanceof String token && fields.get(URIS) instanceof List<?> uris)) {
      throw new IOException(file + ": not the file of a relay");
    }
    try {
      return new RelayFile(token, uris.stream().map(String::valueOf).map(URI::create).toList());
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  /**
   * The relays that run now.
   *
   * @param directory their run directory
   * @return what they tell; empty if there is no such directory
   * @throws IOException if it cannot be read
   */
  public static List<RelayFile> running(Path directory) throws IOException {
    List<RelayFile> running = new ArrayList<>();
    if (Files.exists(directory)) {
      requireOwn(directory);
    }
    for (Path file : files(directory)) {
      if (isAlive(file)) {
        running.add(read(file));
      }
    }
    return running;
  }

  /** What somebody else has put there would lead a tool, and the codes, to their own relay. */
  private static void requireOwn(Path directory) throws IOException {
    try {
      PrivateFile.requireOwn(directory);
    } catch (IOException e) {
      throw new IOException("run directory " + directory + " is not used: " + e.getMessage(), e);
    }
  }

  /** Deletes what relays have left that did not come to an orderly end. */
  static void deleteStale(Path directory) throws IOException {
    for (Path file : files(directory)) {
      if (!isAlive(file)) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static List<Path> files(Path directory) throws IOException {
    List<Path> files = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, NAMES)) {
        found.forEach(files::add);
      }
    }
    files.sort(null);
    return files;
  }

  private static boolean isAlive(Path file) {
    String pid = file.getFileName().toString().replaceAll("\\D", "");
    try {
      Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(pid));
      return process.isPresent() && process.get().isAlive();
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
