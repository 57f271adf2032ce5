package to.clasp.transport.netty.tls.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;

/** By what a change of files is noticed. Two are equal while no file has changed. */
record FileStamps(List<Stamp> stamps) {
  private static final Stamp MISSING = new Stamp(null, 0, null);

  /** The key tells a file from another one that was moved over it. */
  private record Stamp(FileTime modified, long size, Object key) {}

  static FileStamps of(List<Path> files) {
    List<Stamp> stamps = new ArrayList<>();
    for (Path file : files) {
      stamps.add(stamp(file));
    }
    return new FileStamps(stamps);
  }

  private static Stamp stamp(Path file) {
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(found.lastModifiedTime(), found.size(), found.fileKey());
    } catch (IOException missing) {
      return MISSING;
    }
  }
}
