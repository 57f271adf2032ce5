package to.clasp.auth.internal.cpsk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.auth.internal.tokens.TokenFile;
import to.clasp.auth.internal.tokens.TokenList;

/**
 * Notices changes of the token file by looking at it again and again: this works on every file
 * system, and costs some microseconds. Used by one thread at a time.
 */
final class TokenWatch {
  private static final Logger LOG = LoggerFactory.getLogger(TokenWatch.class);

  /** Two changes within this time may leave the same traces. */
  private static final Duration CLOCK_TICK = Duration.ofSeconds(2);

  private final TokenFile file;
  private final Consumer<TokenList> onChange;
  private Traces seen;
  private byte[] content;
  private boolean missedOnce;

  /** What tells one state of the file from another without reading it. */
  private record Traces(FileTime modified, long size, Object inode) {

    static Traces of(TokenFile file) {
      try {
        BasicFileAttributes found = Files.readAttributes(file.path(), BasicFileAttributes.class);
        return new Traces(found.lastModifiedTime(), found.size(), found.fileKey());
      } catch (IOException e) {
        return null;
      }
    }

    boolean isRecent() {
      return modified.toInstant().isAfter(Instant.now().minus(CLOCK_TICK));
    }
  }

  /**
   * Reads the file for the first time.
   *
   * @param file what to watch
   * @param onChange gets the tokens now and after each change
   * @throws IOException if the file cannot be used
   */
  TokenWatch(TokenFile file, Consumer<TokenList> onChange) throws IOException {
    this.file = file;
    this.onChange = onChange;
    seen = Traces.of(file);
    content = file.content();
    if (content == null) {
      LOG.warn("there is no token file {}: nobody has a token yet", file.path());
    }
    onChange.accept(content == null ? TokenList.EMPTY : file.parse(content));
  }

  /** Looks at the file. What is wrong with it is logged once, and what was good before stays. */
  void look() {
    Traces now = Traces.of(file);
    // An editor may take the file away for a moment when it saves.
    boolean justMissing = now == null && seen != null && !missedOnce;
    missedOnce = now == null;
    if (justMissing || (Objects.equals(now, seen) && (now == null || !now.isRecent()))) {
      return;
    }
    boolean touched = !Objects.equals(now, seen);
    seen = now;
    try {
      reload();
    } catch (IOException e) {
      if (touched) {
        LOG.error("{}; the tokens read before stay good", e.getMessage());
      }
    }
  }

  /** Reads the file now, whatever it looks like. */
  void reload() throws IOException {
    byte[] found = file.content();
    if (Arrays.equals(found, content)) {
      return;
    }
    TokenList tokens = found == null ? TokenList.EMPTY : file.parse(found);
    content = found;
    LOG.info("token file {} has changed: {} tokens", file.path(), tokens.byHash().size());
    onChange.accept(tokens);
  }
}
