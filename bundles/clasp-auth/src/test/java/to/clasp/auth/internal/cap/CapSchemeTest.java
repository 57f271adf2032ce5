package to.clasp.auth.internal.cap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static to.clasp.auth.internal.Shown.answer;
import static to.clasp.auth.internal.Shown.granted;
import static to.clasp.auth.internal.Shown.open;
import static to.clasp.auth.internal.Shown.refused;
import static to.clasp.auth.internal.Shown.token;
import static to.clasp.auth.internal.cap.CapBench.A;
import static to.clasp.auth.internal.cap.CapBench.B;
import static to.clasp.auth.internal.cap.CapBench.C;
import static to.clasp.auth.internal.cap.CapBench.LATER;
import static to.clasp.auth.internal.cap.CapBench.chain;
import static to.clasp.auth.internal.cap.CapBench.root;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import to.clasp.auth.AuthAnswer;
import to.clasp.auth.Grant;
import to.clasp.protocol.ErrorCode;

class CapSchemeTest {
  @TempDir private Path folder;
  private final CapBench bench = new CapBench();

  @AfterEach
  void close() {
    bench.files.close();
  }

  @Test
  void acceptsATokenOfATrustedKey() {
    Grant grant = granted(bench.scheme(), token(root("write:/lights/**")));

    assertThat(grant.mayWrite("/lights/1")).isTrue();
    assertThat(grant.mayRead("/audio")).isFalse();
    assertThat(grant.expiry()).isEqualTo(Instant.ofEpochSecond(LATER));
    assertThat(grant.subject()).isEqualTo(CapVerifier.hex(CapBench.raw(A)));
  }

  @Test
  void signsTheMapWithoutItsSignatureWithNilForNoAudienceAndNoProofs() {
    CapLink link =
        new CapLink(
            HexFormat.of().parseHex("00".repeat(31) + "ff"), null, List.of("r:/a"), 300, "n", null);

    assertThat(HexFormat.of().formatHex(link.signedBytes(List.of())))
        .isEqualTo(
            "87"
                + "a776657273696f6e"
                + "01"
                + "a6697373756572"
                + "dc0020"
                + "00".repeat(31)
                + "ccff"
                + "a861756469656e6365"
                + "c0"
                + "a673636f706573"
                + "91"
                + "a4723a2f61"
                + "aa657870697265735f6174"
                + "cd012c"
                + "a56e6f6e6365"
                + "a16e"
                + "a670726f6f6673"
                + "90");
  }

  @Test
  void acceptsADelegationThatAllowsLess() {
    String shown =
        chain()
            .step(A, B, LATER, "admin:/**")
            .step(B, C, LATER - 1, "write:/lights/**")
            .step(C, null, LATER - 2, "read:/lights/*", "write:/lights/1/**")
            .token();

    Grant grant = granted(bench.scheme(), token(shown));

    assertThat(grant.mayWrite("/lights/1/x")).isTrue();
    assertThat(grant.mayWrite("/lights/2")).isFalse();
    assertThat(grant.mayRead("/lights/2")).isTrue();
    assertThat(grant.subject()).isEqualTo(CapVerifier.hex(CapBench.raw(C)));
  }

  @Test
  void tokensOfOtherKindsAreNotItsOwn() {
    CapScheme scheme = bench.scheme();

    assertThat(answer(scheme, token("cpsk_x"))).isEqualTo(AuthAnswer.NotMine.INSTANCE);
    assertThat(answer(scheme, token(null))).isEqualTo(AuthAnswer.NotMine.INSTANCE);
  }

  @Test
  void anExpiredTokenIsToldApart() {
    long past = CapBench.NOW.getEpochSecond();

    assertThat(refused(bench.scheme(), token(chain().step(A, null, past, "r:/a").token())).code())
        .isEqualTo(ErrorCode.TOKEN_EXPIRED);
  }

  @Test
  void theSameTokenMayBeShownAgainUnlessItIsForOnce() {
    CapScheme scheme = bench.scheme();
    String shown = root("r:/a");
    granted(scheme, token(shown)).lease().release();
    granted(scheme, token(shown)).lease().release();

    bench.with("spentFile", folder.resolve("spent").toString()).with("oneTime", true);
    scheme.configure(bench.settings());
    granted(scheme, token(shown)).lease().release();
    assertThat(refused(scheme, token(shown)).message()).contains("has been used");
    byte[] bytes = Base64.getUrlDecoder().decode(shown.substring(4));
    assertThat(
            refused(scheme, token("cap_" + Base64.getUrlEncoder().encodeToString(bytes))).message())
        .as("written with padding")
        .contains("has been used");
    granted(scheme, token(chain().named(A, null, LATER, "another nonce", "r:/a").token()));
    scheme.close();
  }

  @Test
  void readsTrustAnchorsFromHexAndPemFilesAndNoticesThatTheyChange() throws Exception {
    Path hex =
        Files.writeString(
            folder.resolve("hex"), "# ours\n" + CapVerifier.hex(CapBench.raw(A)) + "\n");
    Path pem = folder.resolve("pem");
    Files.writeString(
        pem,
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getEncoder().encodeToString(B.getPublic().getEncoded())
            + "\n-----END PUBLIC KEY-----\n");
    CapScheme scheme = bench.with("trustAnchors", new String[] {hex + "," + pem}).scheme();
    var first = open(granted(scheme, token(root("r:/a"))));
    var second = open(granted(scheme, token(chain().step(B, null, LATER, "r:/a").token())));

    Files.writeString(hex, "# nobody\n" + "00".repeat(32));

    assertThat(first.get(10, TimeUnit.SECONDS).code()).isEqualTo(ErrorCode.UNAUTHORIZED);
    assertThat(second).isNotDone();
  }

  @Test
  void eachKeyEndsTheSessionsWhoseTokensItMakesInvalidAndNoOthers() throws Exception {
    CapScheme scheme = bench.scheme();
    var shallow = open(granted(scheme, token(root("r:/a"))));
    var deep =
        open(
            granted(
                scheme,
                token(chain().step(A, B, LATER, "r:/**").step(B, null, LATER, "r:/b").token())));
    Path revoked = Files.writeString(folder.resolve("revoked"), "");

    scheme.configure(bench.settings());
    scheme.configure(bench.with("maxSessionsPerToken", 1).settings());
    scheme.configure(bench.with("spentFile", folder.resolve("s").toString()).settings());
    scheme.configure(bench.with("oneTime", true).settings());
    scheme.configure(bench.with("revokedFile", revoked.toString()).settings());
    scheme.configure(bench.with("networks", new String[] {"127.0.0.1"}).settings());
    assertThat(List.of(shallow, deep)).noneMatch(session -> session.isDone());

    scheme.configure(bench.with("maxDepth", 0).settings());
    assertThat(deep).isCompleted();
    assertThat(shallow).isNotDone();

    Files.writeString(revoked, "nonce-0\n");
    assertThat(shallow.get(10, TimeUnit.SECONDS).getMessage()).contains("revoked");
    scheme.close();
  }

  @Test
  void revokingATokenRevokesWhatWasDelegatedFromIt() throws Exception {
    Path revoked = Files.writeString(folder.resolve("revoked"), "stolen\n");
    CapScheme scheme = bench.with("revokedFile", revoked.toString()).scheme();
    String shown =
        chain().named(A, B, LATER, "stolen", "r:/**").step(B, null, LATER, "r:/a").token();

    assertThat(refused(scheme, token(shown)).message()).contains("revoked");
  }

  @Test
  void aWrongConfigurationNamesTheKey() {
    for (Object anchors :
        List.of(new String[0], new String[] {"zz"}, new String[] {folder.toString()})) {
      CapBench wrong = new CapBench().with("trustAnchors", anchors);
      assertThatThrownBy(wrong::scheme).hasMessageContaining(CapScheme.PID);
    }
    assertThatThrownBy(() -> new CapBench().with("maxDepth", 17).scheme())
        .hasMessageContaining("maxDepth");
  }
}
