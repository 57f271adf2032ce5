package to.clasp.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoriesTest {
  @TempDir private Path runtime;

  private static Directories on(String system, Map<String, String> environment) {
    Properties properties = new Properties();
    properties.setProperty("os.name", system);
    properties.setProperty("user.home", "/home/kim");
    properties.setProperty("user.name", "kim");
    properties.setProperty("java.io.tmpdir", "/tmp");
    return Directories.of(environment, properties);
  }

  @Test
  void tokensLieWhereEachSystemKeepsConfiguration() {
    assertThat(on("Linux", Map.of()).tokens())
        .isEqualTo(Path.of("/home/kim/.config/clasp/tokens.json"));
    assertThat(on("Linux", Map.of("XDG_CONFIG_HOME", "/etc/kim")).tokens())
        .isEqualTo(Path.of("/etc/kim/clasp/tokens.json"));
    assertThat(on("Linux", Map.of("XDG_CONFIG_HOME", "relative")).tokens())
        .isEqualTo(Path.of("/home/kim/.config/clasp/tokens.json"));
    assertThat(on("Mac OS X", Map.of()).tokens())
        .isEqualTo(Path.of("/home/kim/Library/Application Support/clasp/tokens.json"));
    assertThat(on("Windows 11", Map.of("APPDATA", "/roaming")).tokens())
        .isEqualTo(Path.of("/roaming/clasp/tokens.json"));
  }

  @Test
  void theRunDirectoryIsThatOfTheSessionOrOneForTheUser() {
    assertThat(on("Linux", Map.of("XDG_RUNTIME_DIR", runtime.toString())).run())
        .isEqualTo(runtime.resolve("clasp"));
    assertThat(on("Linux", Map.of("XDG_RUNTIME_DIR", runtime.resolve("no").toString())).run())
        .isEqualTo(Path.of("/tmp/clasp-kim"));
    assertThat(on("Linux", Map.of()).run()).isEqualTo(Path.of("/tmp/clasp-kim"));
  }
}
