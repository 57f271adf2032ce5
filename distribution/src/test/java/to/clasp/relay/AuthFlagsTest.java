package to.clasp.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Hashtable;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.ParameterException;

class AuthFlagsTest {
  private static final String OPEN_FILE = "to.clasp.auth.open.cfg";
  private static final String CPSK_FILE = "to.clasp.auth.cpsk.cfg";

  private static ConfigurationOverlay overlay(String... flags) {
    return new ConfigurationOverlay(RelayOptions.parse(flags));
  }

  private static Map<String, Object> overlaid(
      String pid, Map<String, Object> file, String... flags) {
    Hashtable<String, Object> properties = new Hashtable<>(file);
    properties.put("service.pid", pid);
    overlay(flags).modifyConfiguration(null, properties);
    return properties;
  }

  @Test
  void withoutFlagsTheFilesSayWhoIsLetIn() {
    String filter = overlay().fileNameFilter();
    assertThat(OPEN_FILE).matches(filter);
    assertThat(CPSK_FILE).matches(filter);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--auth=required",
        "--auth=REQUIRED",
        "--tokens=t",
        "--jwt-secret-file=s",
        "--jwt-jwks=k",
        "--trust-anchor=a",
        "--osc-allow=::1=read:/**",
        "--mqtt-allow=::1=read:/**"
      })
  void whoeverNamesASchemeDoesNotWantOpen(String flag) {
    String filter = overlay(flag).fileNameFilter();
    assertThat(OPEN_FILE).doesNotMatch(filter);
    assertThat(CPSK_FILE).matches(filter);
  }

  @Test
  void openLeavesTheOtherSchemesOut() {
    String filter = overlay("--auth", "open").fileNameFilter();
    assertThat(CPSK_FILE).doesNotMatch(filter);
    assertThat("to.clasp.auth.cfg").matches(filter);
    assertThat("to.clasp.router.cfg").matches(filter);
  }

  @Test
  void openAndASchemeExcludeEachOther() {
    assertThatThrownBy(() -> RelayOptions.parse("--auth", "open", "--tokens", "t"))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("--auth open excludes --tokens");
  }

  @Test
  void anotherModeIsRefused() {
    assertThatThrownBy(() -> RelayOptions.parse("--auth", "maybe"))
        .hasMessageContaining("--auth")
        .hasMessageContaining("REQUIRED");
  }

  @Test
  void theTokenFileReachesTheSchemeWithItsWholePath() {
    assertThat(
            overlaid(
                AuthFlags.CPSK, Map.of(), "--tokens", "t", "--token-ttl", "2h", "--run-dir", "r"))
        .containsEntry("file", Path.of("t").toAbsolutePath().toString())
        .containsEntry("tokenTtlSeconds", 7200)
        .containsEntry("runDirectory", Path.of("r").toAbsolutePath().toString());
  }

  @Test
  void theRunDirectoryOfTheFileCountsUnlessAFlagNamesOne() {
    Map<String, Object> file = Map.of("runDirectory", "/run/clasp");
    assertThat(overlaid(AuthFlags.CPSK, file)).containsEntry("runDirectory", "/run/clasp");
    assertThat(overlaid(AuthFlags.CPSK, Map.of())).containsKey("runDirectory");
    assertThat(overlaid(AuthFlags.JWT, Map.of())).doesNotContainKey("runDirectory");
  }

  @Test
  void keysReachTheSchemesThatCheckSignatures() {
    String[] flags = {
      "--jwt-secret-file", "/s", "--jwt-jwks", "/k", "--trust-anchor", "a", "--trust-anchor", "b"
    };
    assertThat(overlaid(AuthFlags.JWT, Map.of(), flags))
        .containsEntry("secretFile", "/s")
        .containsEntry("jwksFile", "/k");
    assertThat(overlaid(AuthFlags.CAP, Map.of(), flags))
        .hasEntrySatisfying(
            "trustAnchors", anchors -> assertThat((String[]) anchors).containsExactly("a", "b"));
  }

  @Test
  void networksReachTheSchemeOfTheirTransport() {
    String[] flags = {
      "--osc-allow", "10.0.0.0/8=read:/**,write:/osc/**", "--osc-allow", "::1=read:/**"
    };
    assertThat(overlaid(AuthFlags.NETWORK + "~osc", Map.of("transport", "mqtt"), flags))
        .containsEntry("transport", "osc")
        .hasEntrySatisfying(
            "allow",
            allow ->
                assertThat((String[]) allow)
                    .containsExactly("10.0.0.0/8=read:/**,write:/osc/**", "::1=read:/**"));
    assertThat(overlaid(AuthFlags.NETWORK + "~mqtt", Map.of(), flags)).doesNotContainKey("allow");
  }
}
