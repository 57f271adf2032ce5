package to.clasp.auth.internal.use;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file with one line per used token: the second it expires in, and its key. It is replaced as a
 * whole, so that it is never half written, and only its owner may read it.
 */
final class SpentFile {
  private static final Pattern LINE = Pattern.compile("(\\d{1,19}) ([A-Za-z0-9_-]{43})");
  private static final String ONLY_OWNER = "rw-------";

  private final Path path;
  private final FileChannel lockChannel;

  private SpentFile(Path path, FileChannel lockChannel) {
    this.path = path;
    this.lockChannel = lockChannel;
  }

  /** Two writers would make each other forget, so a second one is turned away. */
  static SpentFile open(Path path) throws IOException {
    Path file = path.toAbsolutePath();
    FileChannel channel = create(sibling(file, ".lock"), StandardOpenOption.CREATE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return new SpentFile(file, channel);
      }
    } catch (OverlappingFileLockException e) {
      // In use in this process: the same as in another one.
    }
    channel.close();
    throw new IOException(path + " is in use by another authentication scheme or relay");
  }

  private static Path sibling(Path file, String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }

  private static FileChannel create(Path file, OpenOption... how) throws IOException {
    Set<OpenOption> options = new HashSet<>(Set.of(how));
    options.add(StandardOpenOption.WRITE);
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] attributes =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(ONLY_OWNER))
            }
            : new FileAttribute<?>[0];
    return FileChannel.open(file, options, attributes);
  }

  /** Reads the keys and when they expire; none if there is no file. */
  TreeMap<String, Long> read() throws IOException {
    TreeMap<String, Long> spent = new TreeMap<>();
    if (!Files.exists(path)) {
      return spent;
    }
    try (BufferedReader in = Files.newBufferedReader(path, StandardCharsets.US_ASCII)) {
      String line;
      while ((line = in.readLine()) != null) {
        add(line, spent);
      }
    }
    return spent;
  }

  private void add(String line, Map<String, Long> spent) throws IOException {
    Matcher parts = LINE.matcher(line);
    if (!parts.matches() || spent.size() >= SpentTokens.MOST) {
      throw new IOException(path + " is not a file of used tokens, see line " + (spent.size() + 1));
    }
    spent.put(parts.group(2), Long.parseLong(parts.group(1)));
  }

  void write(Map<String, Long> spent) throws IOException {
    StringBuilder text = new StringBuilder();
    spent.forEach((key, expiry) -> text.append(expiry).append(' ').append(key).append('\n'));
    Path draft = sibling(path, ".tmp");
    Files.deleteIfExists(draft);
    try (FileChannel channel = create(draft, StandardOpenOption.CREATE_NEW)) {
      ByteBuffer left = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.US_ASCII));
      while (left.hasRemaining()) {
        channel.write(left);
      }
      channel.force(true);
    }
    Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  void close() {
    try {
      lockChannel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
