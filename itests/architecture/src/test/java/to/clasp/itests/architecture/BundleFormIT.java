package to.clasp.itests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every folder of bundles/ keeps to, seen in the jar that was built of it. */
class BundleFormIT {
  static List<BuiltBundle> bundles() {
    return BuiltBundle.all();
  }

  @Test
  void thereAreBundlesToLookAt() {
    assertThat(bundles())
        .extracting(BuiltBundle::name)
        .contains(
            "clasp-protocol",
            "clasp-api",
            "clasp-router",
            "clasp-transport-websocket",
            "clasp-transport-tcp",
            "clasp-mqtt",
            "clasp-transport-udp");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bundles")
  void folderArtifactAndBundleHaveOneName(BuiltBundle bundle) {
    assertThat(bundle.pom()).contains("<artifactId>" + bundle.name() + "</artifactId>");
    assertThat(bundle.symbolicName()).isEqualTo(bundle.name());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bundles")
  void aReadmeSaysWhatTheBundleIsFor(BuiltBundle bundle) {
    assertThat(bundle.folder().resolve("README.md")).isNotEmptyFile();
  }

  /** A package is API if and only if it says so, with a version of its own. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("bundles")
  void exportedIsWhatIsMarkedAndNothingElse(BuiltBundle bundle) {
    assertThat(bundle.ownExports()).isEqualTo(bundle.packagesMarked("@Export", "@Version"));
    assertThat(bundle.packagesMarked("@Export")).isEqualTo(bundle.packagesMarked("@Version"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bundles")
  void nothingInternalIsExported(BuiltBundle bundle) {
    assertThat(bundle.ownExports())
        .noneMatch(name -> name.endsWith(".internal") || name.contains(".internal."));
  }

  /** Else a host's bundles that import the other line of Netty could be wired to ours. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("bundles")
  void foreignPackagesAreExportedToThoseWhoAskForThemByName(BuiltBundle bundle) {
    assertThat(bundle.exportClauses())
        .filteredOn(clause -> !clause.startsWith("to.clasp."))
        .allMatch(clause -> clause.contains(";mandatory:=clasp"));
  }
}
