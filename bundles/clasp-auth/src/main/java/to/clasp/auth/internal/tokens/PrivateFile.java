package to.clasp.auth.internal.tokens;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;

/** Files that nobody but their owner may read, from the moment they exist. */
public final class PrivateFile {
  private static final String ONLY_OWNER = "rw-------";
  private static final String ONLY_OWNER_ENTERS = "rwx------";

  private static final Set<PosixFilePermission> OF_OTHERS =
      Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  private PrivateFile() {}

  /**
   * Replaces a file in one step: whoever reads it meanwhile sees the old or the new content, whole.
   * A symbolic link stays, and the file it leads to is replaced.
   *
   * @param file the file; it and its directory need not exist
   * @param content the new content
   * @throws IOException if it cannot be written; the old file is untouched then
   */
  public static void replace(Path file, byte[] content) throws IOException {
    Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    createDirectories(target.getParent());
    Path draft =
        target.resolveSibling("." + target.getFileName() + "." + TokenText.randomHex(8) + ".tmp");
    try {
      write(draft, content);
      keepOwner(target, draft);
      move(draft, target);
    } finally {
      Files.deleteIfExists(draft);
    }
    syncDirectory(target.getParent());
  }

  /**
   * Creates directories that only we may enter, where there are none yet.
   *
   * @param directory the innermost
   * @throws IOException if that is not possible
   */
  public static void createDirectories(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory, attributes(directory, ONLY_OWNER_ENTERS));
    }
  }

  /**
   * Checks that nobody else decides what lies in a directory. In a place that users share, another
   * one may have made it under the name we expect.
   *
   * @param directory the directory
   * @throws IOException if it is a link, belongs to somebody else, or others may write in it
   */
  public static void requireOwn(Path directory) throws IOException {
    PosixFileAttributeView view = view(directory);
    if (view == null) {
      return;
    }
    PosixFileAttributes found = view.readAttributes();
    if (!found.isDirectory()) {
      throw new IOException("it is not a directory but a link or a file");
    } else if (found.permissions().stream().anyMatch(OF_OTHERS::contains)) {
      throw new IOException("other users may write in it");
    } else if (!isOwn(directory, found.owner())) {
      throw new IOException("it belongs to another user, " + found.owner().getName());
    }
  }

  /** A new file belongs to us, and Java has no other way to ask who that is. */
  private static boolean isOwn(Path directory, UserPrincipal owner) throws IOException {
    Path probe = directory.resolve("." + TokenText.randomHex(8) + ".tmp");
    try {
      write(probe, new byte[0]);
      return Files.getOwner(probe, LinkOption.NOFOLLOW_LINKS).equals(owner);
    } catch (AccessDeniedException e) {
      return false;
    } finally {
      Files.deleteIfExists(probe);
    }
  }

  /**
   * Opens a file that is kept for locking another one.
   *
   * @param lock created if need be
   * @param target whose owner it gets, if there is such a file
   * @return the channel
   * @throws IOException if it cannot be opened
   */
  static FileChannel openLock(Path lock, Path target) throws IOException {
    createDirectories(lock.toAbsolutePath().getParent());
    Set<OpenOption> options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileChannel channel = FileChannel.open(lock, options, attributes(lock, ONLY_OWNER));
    keepOwner(target, lock);
    return channel;
  }

  private static void write(Path draft, byte[] content) throws IOException {
    Set<OpenOption> fresh = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(draft, fresh, attributes(draft, ONLY_OWNER))) {
      ByteBuffer left = ByteBuffer.wrap(content);
      while (left.hasRemaining()) {
        channel.write(left);
      }
      channel.force(true);
    }
  }

  private static FileAttribute<?>[] attributes(Path near, String permissions) {
    return near.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  /** Else what root writes could no longer be read by the user the relay runs as. */
  private static void keepOwner(Path target, Path draft) {
    PosixFileAttributeView now = view(draft);
    if (now == null || !Files.exists(target)) {
      return;
    }
    try {
      PosixFileAttributes before = view(target).readAttributes();
      if (!before.owner().equals(now.readAttributes().owner())) {
        now.setOwner(before.owner());
      }
    } catch (IOException e) {
      // Only root may give files away; for all others the new owner is the best there is.
    }
  }

  private static PosixFileAttributeView view(Path file) {
    return Files.getFileAttributeView(
        file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static void move(Path draft, Path target) throws IOException {
    try {
      Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** So that the new name outlives a loss of power, on systems that let us ask for it. */
  private static void syncDirectory(Path directory) {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException | UncheckedIOException e) {
      // Windows opens no directories; the content itself is safe.
    }
  }
}
