package to.clasp.auth.internal.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that files have changed, within half a second: a revoked token ends its sessions within
 * one. There is a thread for it while files are watched. Safe from any thread.
 */
@Component(service = FileWatch.class)
public final class FileWatch {
  private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);
  private static final long INTERVAL_MILLIS = 400;

  private final Set<Watched> watched = ConcurrentHashMap.newKeySet();
  private ScheduledExecutorService timer;

  /** Files that are watched, until it is closed. */
  public interface Watch extends AutoCloseable {
    @Override
    void close();
  }

  /** By what a change is noticed; the key tells a file from another one moved over it. */
  private record Stamp(FileTime modified, long size, Object key) {
    private static final Stamp MISSING = new Stamp(null, 0, null);

    static Stamp of(Path file) {
      try {
        BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
        return new Stamp(found.lastModifiedTime(), found.size(), found.fileKey());
      } catch (IOException missing) {
        return MISSING;
      }
    }
  }

  /**
   * Watches files from now on. To miss nothing, call it before they are read.
   *
   * @param files the files; they need not exist
   * @param onChange called on the watching thread after one or more of them have changed, appeared
   *     or vanished; called again if they change meanwhile
   * @return ends it
   */
  public synchronized Watch watch(Collection<Path> files, Runnable onChange) {
    Watched added = new Watched(List.copyOf(files), onChange);
    watched.add(added);
    if (timer == null) {
      timer =
          Executors.newSingleThreadScheduledExecutor(
              task -> {
                Thread thread = new Thread(task, "clasp-auth-files");
                thread.setDaemon(true);
                return thread;
              });
      timer.scheduleWithFixedDelay(
          this::look, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }
    return () -> unwatch(added);
  }

  private synchronized void unwatch(Watched removed) {
    watched.remove(removed);
    if (watched.isEmpty()) {
      close();
    }
  }

  @Deactivate
  public synchronized void close() {
    if (timer != null) {
      timer.shutdown();
      timer = null;
    }
  }

  private void look() {
    watched.forEach(Watched::look);
  }

  private static final class Watched {
    private final List<Path> files;
    private final Runnable onChange;
    private List<Stamp> stamps;

    Watched(List<Path> files, Runnable onChange) {
      this.files = files;
      this.onChange = onChange;
      this.stamps = stamps();
    }

    private List<Stamp> stamps() {
      return files.stream().map(Stamp::of).toList();
    }

    /** The stamps are taken before the files are read, so that no change in between is lost. */
    void look() {
      List<Stamp> now = stamps();
      if (now.equals(stamps)) {
        return;
      }
      stamps = now;
      try {
        onChange.run();
      } catch (RuntimeException | Error e) {
        // The timer would not call again, and revoked tokens would stay good from then on.
        LOG.error("reading {} again failed", files, e);
      }
    }
  }
}
