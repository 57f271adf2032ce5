package to.clasp.auth.internal.cpsk;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.auth.internal.tokens.TokenFile;
import to.clasp.auth.internal.tokens.TokenList;
import to.clasp.auth.internal.work.FileWatch;

/**
 * The tokens of a file, read again whenever it has changed. A file that cannot be used, or has
 * vanished, changes nothing: an editor may be about to save it. Safe from any thread.
 */
final class TokenSource {
  private static final Logger LOG = LoggerFactory.getLogger(TokenSource.class);

  private final TokenFile file;
  private final BiConsumer<TokenSource, TokenList> onChange;
  private final FileWatch.Watch watch;
  private final TokenList first;
  private byte[] content;
  private volatile boolean closed;

  /**
   * Reads the file.
   *
   * @param file the file; none is the same as one without tokens
   * @param files notices changes
   * @param onChange gets the tokens after a change
   * @throws IOException if the file cannot be used
   */
  TokenSource(TokenFile file, FileWatch files, BiConsumer<TokenSource, TokenList> onChange)
      throws IOException {
    this.file = file;
    this.onChange = onChange;
    watch = files.watch(List.of(file.path()), this::changed);
    try {
      content = file.content();
      first = content == null ? TokenList.EMPTY : file.parse(content);
    } catch (IOException e) {
      close();
      throw e;
    }
    if (content == null) {
      LOG.warn("there is no token file {}: nobody has a token yet", file.path());
    }
  }

  TokenFile file() {
    return file;
  }

  /** What was in the file at first. */
  TokenList first() {
    return first;
  }

  private void changed() {
    try {
      reload();
    } catch (IOException e) {
      LOG.error("{}; the tokens read before stay good", e.getMessage());
    }
  }

  /**
   * Reads the file now.
   *
   * @throws IOException if it cannot be used
   */
  synchronized void reload() throws IOException {
    byte[] found = file.content();
    if (found == null) {
      throw new IOException("there is no token file " + file.path() + " any more");
    }
    if (!Arrays.equals(found, content)) {
      TokenList tokens = file.parse(found);
      content = found;
      LOG.info("token file {} has changed, tokens: {}", file.path(), tokens.byHash().size());
      onChange.accept(this, tokens);
    }
  }

  boolean isClosed() {
    return closed;
  }

  void close() {
    closed = true;
    watch.close();
  }
}
