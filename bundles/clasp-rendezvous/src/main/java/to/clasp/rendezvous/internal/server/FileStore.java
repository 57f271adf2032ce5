package to.clasp.rendezvous.internal.server;

import java.io.EOFException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.LongDataType;
import org.h2.mvstore.type.StringDataType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * In a file of h2-mvstore, which is written within a second. The time of a refresh has a map of its
 * own, so that a refresh writes little.
 */
final class FileStore implements Store {
  private static final Logger LOG = LoggerFactory.getLogger(Rendezvous.class);
  private static final int HASH_BYTES = 32;
  private static final int CACHE_MB = 4;
  private static final int BUFFER_KB = 1024;
  private static final int COMPACT_MILLIS = 200;
  private static final int MOST_SAVED = 1_000_000;
  private static final Set<Integer> BROKEN =
      Set.of(
          DataUtils.ERROR_FILE_CORRUPT,
          DataUtils.ERROR_CHUNK_NOT_FOUND,
          DataUtils.ERROR_BLOCK_NOT_FOUND,
          DataUtils.ERROR_INTERNAL);

  private final MVStore store;
  private final MVMap<String, byte[]> devices;
  private final MVMap<String, Long> seen;
  private boolean failed;

  private FileStore(MVStore store) {
    this.store = store;
    devices =
        store.openMap(
            "devices",
            new MVMap.Builder<String, byte[]>()
                .keyType(StringDataType.INSTANCE)
                .valueType(ByteArrayDataType.INSTANCE));
    seen =
        store.openMap(
            "seen",
            new MVMap.Builder<String, Long>()
                .keyType(StringDataType.INSTANCE)
                .valueType(LongDataType.INSTANCE));
  }

  /**
   * Opens a file; one that is broken is put aside, and what can still be read of it is taken over.
   *
   * @throws IllegalArgumentException if it cannot be used
   */
  static Store open(Path file) {
    try {
      return wholeOf(file, openStore(file));
    } catch (MVStoreException failure) {
      if (!isBroken(failure)) {
        throw unusable(file, failure);
      }
      return openAnew(file, List.of());
    } catch (IllegalArgumentException failure) { // so H2 says that there is no such directory
      throw unusable(file, failure);
    }
  }

  private static Store wholeOf(Path file, MVStore opened) {
    FileStore store;
    try {
      store = new FileStore(opened);
    } catch (RuntimeException broken) { // not even the first page of a map can be read
      LOG.debug("cannot be read", broken);
      opened.closeImmediately();
      return openAnew(file, List.of());
    }
    return store.isWhole() ? store : store.savedTo(file);
  }

  /** Not when it is locked, or from a later version, or the disk fails. */
  private static boolean isBroken(MVStoreException failure) {
    return BROKEN.contains(failure.getErrorCode())
        || failure.getErrorCode() == DataUtils.ERROR_READING_FAILED
            && failure.getCause() instanceof EOFException;
  }

  /** Only what is read shows whether it can be read. */
  private boolean isWhole() {
    try {
      load();
      return true;
    } catch (RuntimeException broken) {
      LOG.debug("cannot be read", broken);
      return false;
    }
  }

  /** Each device is looked for by itself, so that one that is lost takes no other with it. */
  private Store savedTo(Path file) {
    List<Stored> saved = new ArrayList<>();
    for (long i = 0; i < MOST_SAVED; i++) {
      try {
        if (i >= devices.sizeAsLong()) {
          break;
        }
        String id = devices.getKey(i);
        saved.add(decode(id, devices.get(id), lastSeen(id)));
      } catch (RuntimeException lost) {
        LOG.debug("a device cannot be read", lost);
      }
    }
    store.closeImmediately();
    return openAnew(file, saved);
  }

  private long lastSeen(String id) {
    Long time = seen.get(id);
    return time == null ? 0 : time;
  }

  private static Store openAnew(Path file, List<Stored> saved) {
    Path aside = file.resolveSibling(file.getFileName() + ".broken");
    LOG.error(
        "{} is broken: begun anew with {} devices, the broken one is {}",
        file,
        saved.size(),
        aside);
    try {
      Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
      FileStore store = new FileStore(openStore(file));
      saved.forEach(store::put);
      return store;
    } catch (IOException | MVStoreException again) {
      throw unusable(file, again);
    }
  }

  private static MVStore openStore(Path file) {
    AtomicBoolean isOpen = new AtomicBoolean();
    MVStore store =
        new MVStore.Builder()
            .fileName(file.toString())
            .cacheSize(CACHE_MB)
            .autoCommitBufferSize(BUFFER_KB)
            .backgroundExceptionHandler((thread, failure) -> report(file, isOpen.get(), failure))
            .open();
    isOpen.set(true);
    return store;
  }

  /** Why it cannot be opened, whoever opens it says. */
  private static void report(Path file, boolean isOpen, Throwable failure) {
    if (isOpen) {
      LOG.error("{} cannot be written: {}", file, failure.toString());
    } else {
      LOG.debug("{} cannot be opened", file, failure);
    }
  }

  private static IllegalArgumentException unusable(Path file, Exception failure) {
    return new IllegalArgumentException(
        Rendezvous.PID + ": storeFile = " + file + " cannot be used: " + failure.getMessage(),
        failure);
  }

  @Override
  public List<Stored> load() {
    List<Stored> loaded = new ArrayList<>();
    List<String> broken = new ArrayList<>();
    for (Map.Entry<String, byte[]> device : devices.entrySet()) {
      long lastSeen = lastSeen(device.getKey());
      try {
        loaded.add(decode(device.getKey(), device.getValue(), lastSeen));
      } catch (BufferUnderflowException | IllegalArgumentException e) {
        broken.add(device.getKey());
      }
    }
    broken.forEach(this::remove);
    return loaded;
  }

  private static byte[] encode(Stored device) {
    byte[] source = device.source().getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(1 + HASH_BYTES + Short.BYTES + source.length + device.head().length);
    bytes.put((byte) (device.id().secretRequired() ? 1 : 0)).put(device.id().secretHash());
    bytes.putShort((short) source.length).put(source).put(device.head());
    return bytes.array();
  }

  private static Stored decode(String id, byte[] stored, long lastSeen) {
    ByteBuffer bytes = ByteBuffer.wrap(stored);
    boolean secretRequired = bytes.get() != 0;
    byte[] hash = take(bytes, HASH_BYTES);
    byte[] source = take(bytes, Short.toUnsignedInt(bytes.getShort()));
    byte[] head = take(bytes, bytes.remaining());
    return new Stored(
        new Entry.Identity(id, hash, secretRequired),
        new String(source, StandardCharsets.UTF_8),
        head,
        lastSeen);
  }

  private static byte[] take(ByteBuffer from, int length) {
    if (length > from.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    from.get(bytes);
    return bytes;
  }

  @Override
  public void put(Stored device) {
    attempt(
        () -> {
          devices.put(device.id().id(), encode(device));
          seen.put(device.id().id(), device.lastSeen());
        });
  }

  @Override
  public void seen(String id, long lastSeen) {
    attempt(() -> seen.put(id, lastSeen));
  }

  @Override
  public void remove(String id) {
    attempt(
        () -> {
          devices.remove(id);
          seen.remove(id);
        });
  }

  /**
   * When the disk is full, say, devices are served from memory all the same. Java closes a file
   * that an interrupted thread writes to, so an interrupt has to wait.
   */
  private void attempt(Runnable change) {
    boolean interrupted = Thread.interrupted();
    try {
      change.run();
    } catch (MVStoreException failure) {
      if (!failed) {
        failed = true;
        LOG.error("devices are not kept any more: {}", failure.toString());
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    try {
      store.close(COMPACT_MILLIS);
    } catch (MVStoreException failure) {
      store.closeImmediately();
      LOG.error("the store of the devices was not closed in order: {}", failure.toString());
    }
  }
}
