package to.clasp.auth.internal.work;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a scheme reads from files, read again when they change. Content that cannot be used is
 * reported, and what was read before stays. Safe from any thread.
 *
 * @param <C> what is read; equal content is no change
 */
public final class Reloading<C> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Reloading.class);

  private final FileWatch files;
  private final Consumer<C> onChange;
  private FileWatch.Watch watch;
  private C content;
  private int generation;

  /**
   * Reads files.
   *
   * @param <C> what is read
   */
  @FunctionalInterface
  public interface Loader<C> {
    /**
     * Reads all of them.
     *
     * @return what they contain
     * @throws IOException if one cannot be read
     * @throws IllegalArgumentException if one has unusable content; the message says which and why
     */
    C load() throws IOException;
  }

  /**
   * Nothing is read yet.
   *
   * @param files notices changes
   * @param onChange told the content, the first too, one after the other; must not call back
   */
  public Reloading(FileWatch files, Consumer<C> onChange) {
    this.files = files;
    this.onChange = onChange;
  }

  /**
   * Reads files now and watches them from now on, instead of those before.
   *
   * @param paths the files
   * @param loader reads them
   * @throws IllegalArgumentException if they cannot be used; then those before still are
   */
  public synchronized void begin(Collection<Path> paths, Loader<C> loader) {
    int mine = generation + 1;
    FileWatch.Watch next = files.watch(paths, () -> reload(mine, loader));
    C found;
    try {
      found = loader.load();
    } catch (IOException e) {
      next.close();
      throw new IllegalArgumentException("cannot be read: " + e, e);
    } catch (RuntimeException e) {
      next.close();
      throw e;
    }
    close();
    generation = mine;
    watch = next;
    take(found);
  }

  private synchronized void reload(int mine, Loader<C> loader) {
    if (mine != generation || watch == null) {
      return;
    }
    try {
      take(loader.load());
    } catch (IOException | IllegalArgumentException e) {
      LOG.error("what was read before is still used: {}", e.toString());
    }
  }

  private void take(C found) {
    if (!found.equals(content)) {
      content = found;
      onChange.accept(found);
    }
  }

  /** Watches no longer. */
  @Override
  public synchronized void close() {
    if (watch != null) {
      watch.close();
      watch = null;
    }
  }
}
