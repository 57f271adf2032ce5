package to.clasp.auth.internal.tokens;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/**
 * The file of tokens: JSON in the form of the reference's tool. May be used by several processes at
 * the same time.
 *
 * @param path where it is; it need not exist
 */
public record TokenFile(Path path) {
  /** About 40 000 tokens. */
  static final int LARGEST = 16 * 1024 * 1024;

  /** A lock of the operating system keeps out other processes, but not other threads. */
  private static final ReentrantLock THREADS = new ReentrantLock();

  /** Makes the path absolute. */
  public TokenFile {
    path = path.toAbsolutePath();
  }

  /**
   * Reads it.
   *
   * @return what it holds; nothing if there is no such file
   * @throws IOException if it cannot be read; the message names the file
   */
  public TokenList read() throws IOException {
    byte[] content = content();
    return content == null ? TokenList.EMPTY : parse(content);
  }

  /**
   * What is in the file.
   *
   * @return its bytes, or null if there is no such file
   * @throws IOException if it cannot be read; the message names the file
   */
  public byte[] content() throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] content = in.readNBytes(LARGEST + 1);
      if (content.length > LARGEST) {
        throw new IOException("larger than " + LARGEST + " bytes");
      }
      return content;
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      throw failure("cannot read", e);
    }
  }

  /**
   * Reads what was in the file.
   *
   * @param content its bytes
   * @return the tokens
   * @throws IOException if they are not of the known form; the message names the file
   */
  public TokenList parse(byte[] content) throws IOException {
    try {
      return TokenList.read(content);
    } catch (IOException e) {
      throw failure("cannot use", e);
    }
  }

  /**
   * Changes it; changes of others at the same time are not lost.
   *
   * @param change gets what it holds and returns what it shall hold; the same object if it shall
   *     stay as it is
   * @throws IOException if it cannot be read or written; the message names the file
   */
  public void update(UnaryOperator<TokenList> change) throws IOException {
    Path target = Files.exists(path) ? path.toRealPath() : path;
    THREADS.lock();
    try (FileChannel channel = openLock(target);
        FileLock lock = requireNonNull(channel.lock(), "lock")) {
      TokenList before = read();
      TokenList after = change.apply(before);
      if (lock.isValid() && after != before) {
        replace(after);
      }
    } finally {
      THREADS.unlock();
    }
  }

  /** A file of its own, because the file of tokens itself is another one after each change. */
  private FileChannel openLock(Path target) throws IOException {
    try {
      return PrivateFile.openLock(target.resolveSibling(target.getFileName() + ".lock"), target);
    } catch (IOException e) {
      throw failure("cannot lock", e);
    }
  }

  private void replace(TokenList tokens) throws IOException {
    try {
      PrivateFile.replace(path, tokens.json());
    } catch (IOException e) {
      throw failure("cannot write", e);
    }
  }

  private IOException failure(String what, IOException cause) {
    // The file system's exceptions say only the path, which comes twice then.
    String reason =
        cause.getMessage() == null || cause.getMessage().equals(path.toString())
            ? cause.getClass().getSimpleName()
            : cause.getMessage();
    return new IOException(what + " the token file " + path + ": " + reason, cause);
  }
}
