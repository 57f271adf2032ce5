package to.clasp.auth.internal.pairing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import to.clasp.auth.internal.cpsk.CpskConfig;
import to.clasp.transport.Endpoint;

class RelayFileWriterTest {
  private static final URI HERE = URI.create("ws://127.0.0.1:7330/clasp");

  @TempDir private Path folder;
  private final Pairing pairing = new Pairing();

  private record Config(String file, int tokenTtlSeconds, String runDirectory)
      implements CpskConfig {
    @Override
    public Class<? extends Annotation> annotationType() {
      return CpskConfig.class;
    }
  }

  private RelayFileWriter writer(Path directory) throws IOException {
    return new RelayFileWriter(new Config("", 0, directory.toString()), pairing);
  }

  @Test
  void tellsItsUserAloneTheAdminTokenAndWhereTheRelayListens() throws Exception {
    Path directory = folder.resolve("run");
    RelayFileWriter writer = writer(directory);
    Endpoint endpoint = () -> Set.of(HERE);

    writer.add(endpoint);
    assertThat(RelayFile.running(directory))
        .containsExactly(new RelayFile(pairing.adminToken(), List.of(HERE)));
    Path file = RelayFile.path(directory, ProcessHandle.current().pid());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    writer.remove(endpoint);
    assertThat(RelayFile.running(directory))
        .containsExactly(new RelayFile(pairing.adminToken(), List.of()));

    writer.delete();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void whatADeadRelayHasLeftIsPassedOverAndDeleted() throws Exception {
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    Path stale = Files.writeString(RelayFile.path(folder, dead.pid()), "{}");

    assertThat(RelayFile.running(folder)).isEmpty();
    writer(folder);
    assertThat(stale).doesNotExist();
  }

  @Test
  void withoutADirectoryThereIsNoFile() throws Exception {
    RelayFileWriter writer = new RelayFileWriter(new Config("", 0, ""), pairing);
    writer.add(() -> Set.of(HERE));
    writer.delete();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aDirectoryThatOthersMayWriteToIsRefused() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThatThrownBy(() -> writer(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("runDirectory " + folder);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aLinkInPlaceOfTheDirectoryIsNotFollowed() throws Exception {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Path link = Files.createSymbolicLink(folder.resolve("run"), elsewhere);

    assertThatThrownBy(() -> writer(link)).hasMessageContaining("a link");
    assertThatThrownBy(() -> RelayFile.running(link)).hasMessageContaining("a link");
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void aDirectoryThatAnotherUserHasMadeIsUsedNeitherByTheRelayNorByTheTool() throws Exception {
    Path directory = Files.createDirectory(folder.resolve("run"));
    Path planted = RelayFile.path(directory, ProcessHandle.current().pid());
    new RelayFile("theirs", List.of(HERE)).write(planted);
    giveAway(directory);

    assertThatThrownBy(() -> writer(directory)).hasMessageContaining("belongs to another user");
    assertThatThrownBy(() -> RelayFile.running(directory))
        .hasMessageContaining("belongs to another user");
    assertThat(Files.readString(planted)).contains("theirs");
  }

  /** Only root may. */
  private static void giveAway(Path directory) throws Exception {
    try {
      Files.setOwner(
          directory,
          directory
              .getFileSystem()
              .getUserPrincipalLookupService()
              .lookupPrincipalByName("nobody"));
    } catch (IOException e) {
      assumeThat(e).as("not run by root").isNull();
    }
  }

  @Test
  void theTextOfAFileShowsNoToken() {
    assertThat(new RelayFile("admin_secret", List.of(HERE)).toString())
        .contains("7330")
        .doesNotContain("secret");
  }
}
