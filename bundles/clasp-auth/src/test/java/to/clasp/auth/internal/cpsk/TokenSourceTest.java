package to.clasp.auth.internal.cpsk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import to.clasp.auth.internal.tokens.TokenFile;
import to.clasp.auth.internal.tokens.TokenList;
import to.clasp.auth.internal.work.FileWatch;

class TokenSourceTest {
  private static final String NONE = "{\"tokens\":{}}";
  private static final String ONE = "{\"tokens\":{\"cpsk_a\":{\"scopes\":[\"read:/**\"]}}}";

  @TempDir private Path folder;
  private final FileWatch files = new FileWatch();
  private final List<TokenSource> sources = new ArrayList<>();
  private final BlockingQueue<Integer> sizes = new LinkedBlockingQueue<>();

  @AfterEach
  void stop() {
    sources.forEach(TokenSource::close);
  }

  private TokenSource source(String content) throws IOException {
    if (content != null) {
      write(content);
    }
    TokenSource source = new TokenSource(new TokenFile(path()), files, this::changed);
    sources.add(source);
    return source;
  }

  private Path path() {
    return folder.resolve("tokens.json");
  }

  private void write(String content) throws IOException {
    Files.writeString(path(), content);
  }

  private void changed(TokenSource source, TokenList tokens) {
    sizes.add(tokens.byHash().size());
  }

  private int awaitSize() throws InterruptedException {
    Integer size = sizes.poll(10, TimeUnit.SECONDS);
    assertThat(size).isNotNull();
    return size;
  }

  @Test
  void aFileThatIsNotThereYetHasNoTokensUntilItAppears() throws Exception {
    assertThat(source(null).first()).isEqualTo(TokenList.EMPTY);
    write(ONE);
    assertThat(awaitSize()).isEqualTo(1);
  }

  @Test
  void aChangeIsNoticed() throws Exception {
    assertThat(source(ONE).first().byHash()).hasSize(1);
    write(NONE);
    assertThat(awaitSize()).isZero();
    write(ONE);
    assertThat(awaitSize()).isEqualTo(1);
  }

  @Test
  void whatCannotBeUsedIsNoChange() throws Exception {
    TokenSource source = source(ONE);
    List<String> unusable = List.of("", "{", "{\"tokens\":{\"a\":{}}}");
    for (String content : unusable) {
      write(content);
      assertThatThrownBy(source::reload).hasMessageContaining(path().toString());
    }
    Files.delete(path());
    assertThatThrownBy(source::reload).hasMessageContaining(path().toString());
    write(ONE);
    source.reload();
    assertThat(sizes).isEmpty();
  }

  @Test
  void aClosedSourceWatchesNoLonger() throws Exception {
    TokenSource source = source(ONE);
    source.close();
    assertThat(source.isClosed()).isTrue();
    source(ONE);
    write(NONE);
    awaitSize();
    assertThat(sizes).isEmpty();
  }
}
