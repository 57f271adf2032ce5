package to.clasp.transport.netty.tls.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import to.clasp.testkit.Await;
import to.clasp.testkit.LogLines;
import to.clasp.testkit.TestCertificate;
import to.clasp.transport.netty.ServerTls;
import to.clasp.transport.netty.TlsContexts;
import to.clasp.transport.netty.TlsSettings;

class TlsRegistryTest {
  private static final TestCertificate AUTHORITY = TestCertificate.authority("authority");
  private static final long POLL_MILLIS = 10;
  private static final TlsSettings OWN = TlsSettings.of("", "", true, false, "", "");

  @TempDir private Path directory;
  private final TlsRegistry registry = new TlsRegistry(POLL_MILLIS);
  private final LogLines lines = LogLines.insteadOfOutput(TlsContexts.class.getName(), Level.ALL);
  private TlsSettings settings;

  @BeforeEach
  void write() throws IOException {
    TestCertificate first = AUTHORITY.issue("first");
    settings =
        TlsSettings.of(
            first.writeChain(directory.resolve("cert.pem")).toString(),
            first.writeKey(directory.resolve("key.pem")).toString(),
            false,
            false,
            "",
            "");
  }

  @AfterEach
  void close() {
    lines.close();
    registry.close();
  }

  private void write(TestCertificate next) throws IOException {
    next.writeKey(settings.keyFile());
    next.writeChain(settings.certificateFile());
  }

  @Test
  void portsWithTheSameSettingsShareWhatWasRead() throws IOException {
    try (ServerTls one = registry.open(settings);
        ServerTls two = registry.open(settings)) {
      assertThat(one.context()).isSameAs(two.context());
      assertThat(one.material()).isSameAs(two.material());
    }
  }

  @Test
  void onlyTheNewerVersionsOfTlsAreSpoken() throws IOException {
    try (ServerTls tls = registry.open(settings)) {
      assertThat(tls.context().newEngine(UnpooledByteBufAllocator.DEFAULT).getEnabledProtocols())
          .containsExactlyInAnyOrder("TLSv1.3", "TLSv1.2");
    }
  }

  @Test
  void theThreadThatLooksAtFilesLivesAsLongAsTheyAreInUse() throws IOException {
    ServerTls one = registry.open(settings);
    ServerTls two = registry.open(settings);
    Await.until("a thread", TlsRegistryTest::watching);
    one.close();
    one.close();
    assertThat(watching()).isTrue();
    two.close();
    Await.until("the end of the thread", () -> !watching());
  }

  private static boolean watching() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("clasp-tls-files"));
  }

  @Test
  void changedFilesAreTakenAndListenersTold() throws IOException {
    ServerTls closed = registry.open(settings);
    try (ServerTls tls = registry.open(settings)) {
      List<String> told = new CopyOnWriteArrayList<>();
      tls.onChange(
          () -> {
            throw new IllegalStateException("meant by the test");
          });
      tls.onChange(() -> told.add(subject(tls)));
      closed.onChange(() -> told.add("closed"));
      closed.close();
      Object before = tls.context();
      write(AUTHORITY.issue("second"));
      Await.until("a change", () -> !told.isEmpty());
      assertThat(told).containsExactly("CN=second");
      assertThat(tls.context()).isNotSameAs(before);
    }
  }

  @Test
  void aFileThatIsMovedIntoPlaceIsTaken() throws IOException {
    try (ServerTls tls = registry.open(settings)) {
      TestCertificate next = AUTHORITY.issue("second");
      Path newKey = next.writeKey(directory.resolve("new-key.pem"));
      Path newCertificate = next.writeChain(directory.resolve("new-cert.pem"));
      move(newKey, settings.keyFile());
      move(newCertificate, settings.certificateFile());
      Await.until("a change", () -> subject(tls).equals("CN=second"));
    }
  }

  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void aBrokenFileKeepsTheLastGoodOneAndIsLoggedOnceForEachChange() throws IOException {
    try (ServerTls tls = registry.open(settings)) {
      Object before = tls.context();
      Files.writeString(settings.certificateFile(), "-----BEGIN CERTIFICATE-----\nAAAA");
      Await.until("a line", () -> !lines.containing("stays in use").isEmpty());
      Files.delete(settings.keyFile());
      Files.delete(settings.certificateFile());
      Await.until("another line", () -> lines.containing("stays in use").size() > 1);
      assertThat(tls.context()).isSameAs(before);
      LockSupport.parkNanos(30 * POLL_MILLIS * 1_000_000);
      write(AUTHORITY.issue("second"));
      Await.until("a change", () -> subject(tls).equals("CN=second"));
      assertThat(lines.containing("stays in use").get(0))
          .contains("certificateFile " + settings.certificateFile() + ": CERTIFICATE has no end");
      // What is seen in between depends on the moment, but is said once each time.
      assertThat(lines.containing("stays in use")).hasSizeLessThanOrEqualTo(7);
    }
  }

  /** A certificate whose key has not come yet is as good as broken. */
  @Test
  void halfOfAChangeIsNotTaken() throws IOException {
    try (ServerTls tls = registry.open(settings)) {
      TestCertificate next = AUTHORITY.issue("second");
      next.writeChain(settings.certificateFile());
      Await.until("a line", () -> !lines.containing("is not the key of the first").isEmpty());
      assertThat(subject(tls)).isEqualTo("CN=first");
      next.writeKey(settings.keyFile());
      Await.until("a change", () -> subject(tls).equals("CN=second"));
    }
  }

  @Test
  void anExpiredCertificateIsUsedWithAWarning() throws IOException {
    write(AUTHORITY.issue("EC", -1, "old"));
    try (ServerTls tls = registry.open(settings)) {
      assertThat(subject(tls)).isEqualTo("CN=old");
      assertThat(lines.containing("has expired")).hasSize(1);
    }
  }

  @Test
  void filesThatAreWrongFromTheBeginningAreAnError() throws IOException {
    Files.delete(settings.keyFile());
    assertThatThrownBy(() -> registry.open(settings))
        .isInstanceOf(IOException.class)
        .hasMessage("keyFile " + settings.keyFile() + ": no such file");
    Await.until("an end of all threads", () -> !watching());
  }

  @Test
  void theSelfSignedCertificateIsOneForAllPortsAndItsFingerprintIsLoggedOnce() throws IOException {
    TlsSettings only = TlsSettings.of("", "", true, true, "", "");
    try (ServerTls one = registry.open(OWN);
        ServerTls two = registry.open(only)) {
      assertThat(one.material().chain()).isEqualTo(two.material().chain()).hasSize(1);
      assertThat(lines.containing("SHA-256"))
          .singleElement()
          .asString()
          .contains(TlsRegistry.fingerprint(one.material().chain().get(0)))
          .containsPattern("([0-9A-F]{2}:){31}[0-9A-F]{2}");
      Await.until("an end of all threads", () -> !watching());
    }
  }

  private static String subject(ServerTls tls) {
    return tls.material().chain().get(0).getSubjectX500Principal().getName();
  }
}
