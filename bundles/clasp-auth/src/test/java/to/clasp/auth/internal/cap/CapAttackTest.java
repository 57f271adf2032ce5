package to.clasp.auth.internal.cap;

import static org.assertj.core.api.Assertions.assertThat;
import static to.clasp.auth.internal.Shown.granted;
import static to.clasp.auth.internal.Shown.refused;
import static to.clasp.auth.internal.Shown.token;
import static to.clasp.auth.internal.cap.CapBench.A;
import static to.clasp.auth.internal.cap.CapBench.B;
import static to.clasp.auth.internal.cap.CapBench.C;
import static to.clasp.auth.internal.cap.CapBench.LATER;
import static to.clasp.auth.internal.cap.CapBench.chain;
import static to.clasp.auth.internal.cap.CapBench.root;
import static to.clasp.auth.internal.cap.CapBench.text;

import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import to.clasp.protocol.ErrorCode;

/** Tokens that somebody makes who has no trusted key, or was delegated less than he wants. */
class CapAttackTest {
  private final CapBench bench = new CapBench();
  private final CapScheme scheme = bench.scheme();

  @AfterEach
  void close() {
    bench.files.close();
  }

  private void assertRefused(String shown, String why) {
    var refusal = refused(scheme, token(shown));
    assertThat(refusal.code()).isEqualTo(ErrorCode.UNAUTHORIZED);
    assertThat(refusal.message()).contains(why);
  }

  @Test
  void forgery_aKeyThatIsNotTrustedBeginsNoChain() {
    assertRefused(chain().step(B, null, LATER, "admin:/**").token(), "not trusted");
  }

  @Test
  void forgery_theNameOfATrustedKeyIsNotItsSignature() {
    CapLink forged =
        new CapLink(CapBench.raw(A), null, List.of("admin:/**"), LATER, "n", new byte[64]);
    byte[] signature = CapBench.sign(B, forged.signedBytes(List.of()));
    CapLink signed =
        new CapLink(CapBench.raw(A), null, List.of("admin:/**"), LATER, "n", signature);

    assertRefused(text(CapBench.encode(List.of(forged))), "signature");
    assertRefused(text(CapBench.encode(List.of(signed))), "signature");
  }

  /** What the reference accepts: a proof that names a trusted key, with a signature of nobody. */
  @Test
  void proofChain_aProofThatItsIssuerHasNotSignedIsRefused() {
    CapLink proof =
        new CapLink(
            CapBench.raw(A), CapBench.raw(B), List.of("admin:/**"), LATER, "n", new byte[64]);
    CapBench.Chain forged = chain();
    forged.links.add(proof);

    assertRefused(forged.step(B, null, LATER, "admin:/**").token(), "a proof has a signature");
  }

  @Test
  void proofChain_aProofOfTheReferenceThatCannotBeVerifiedIsRefused() {
    PackWriter out = new PackWriter().map(7).text("version").number(1);
    out.text("issuer").numbers(CapBench.raw(B)).text("scopes").array(1).text("r:/a");
    out.text("expires_at").number(LATER).text("nonce").text("n").text("proofs").array(1);
    out.map(3).text("issuer").numbers(CapBench.raw(A)).text("scopes").array(1).text("r:/a");
    out.text("signature").binary(new byte[64]).text("signature").binary(new byte[64]);

    assertRefused(text(out.bytes()), "audience is missing");
  }

  @Test
  void proofChain_aStepThatIsLeftOutMovedOrChangedIsRefused() {
    List<CapLink> good =
        chain()
            .step(A, B, LATER, "w:/**")
            .step(B, C, LATER, "w:/a/**")
            .step(C, null, LATER, "w:/a/b")
            .links;
    granted(scheme, token(text(CapBench.encode(good))));

    assertRefused(text(CapBench.encode(List.of(good.get(1), good.get(2)))), "not trusted");
    assertRefused(
        text(CapBench.encode(List.of(good.get(0), good.get(2)))), "not delegated to the issuer");
    assertRefused(
        text(CapBench.encode(List.of(good.get(1), good.get(0), good.get(2)))), "not trusted");
    CapLink first = good.get(0);
    List<CapLink> widened = new ArrayList<>(good);
    widened.set(
        0,
        new CapLink(
            first.issuer(), first.audience(), List.of("a:/**"), LATER, "n", first.signature()));
    assertRefused(text(CapBench.encode(widened)), "a proof has a signature");
  }

  /** Whoever is delegated less holds the wider proof: it must be of no use to him. */
  @Test
  void proofChain_aProofTakenOutOfATokenIsNoToken() {
    List<CapLink> links =
        chain().step(A, B, LATER, "admin:/**").step(B, null, LATER, "read:/a").links;

    assertRefused(text(CapBench.encode(links.subList(0, 1))), "audience that may delegate it");
  }

  @Test
  void proofChain_aBearerTokenCannotBeDelegated() {
    assertRefused(
        chain().step(A, null, LATER, "r:/**").step(C, null, LATER, "r:/a").token(),
        "not delegated to the issuer");
  }

  @Test
  void proofChain_aDelegationIsForItsAudienceOnly() {
    assertRefused(
        chain().step(A, B, LATER, "r:/**").step(C, null, LATER, "r:/a").token(),
        "not delegated to the issuer");
  }

  @Test
  void trustAnchor_aDelegateIsNoTrustAnchor() {
    granted(
        scheme, token(chain().step(A, B, LATER, "a:/**").step(B, null, LATER, "a:/**").token()));

    assertRefused(chain().step(B, null, LATER, "a:/**").token(), "not trusted");
  }

  @Test
  void widening_changedScopesBreakTheSignature() {
    CapLink good = chain().step(A, null, LATER, "read:/a/*").links.get(0);
    CapLink wider =
        new CapLink(
            good.issuer(), null, List.of("admin:/**"), LATER, good.nonce(), good.signature());

    assertRefused(text(CapBench.encode(List.of(wider))), "signature");
  }

  @ParameterizedTest
  @CsvSource({
    "read:/a/**, write:/a/x",
    "read:/a/**, admin:/a/x",
    "write:/a/**, admin:/a/x",
    "read:/a/**, '*:/a/x'",
    "admin:/a/*, read:/a/**",
    "admin:/a/*, read:/a/b/c",
    "admin:/a/**, read:/**",
    "admin:/a/**, read:/a",
    "admin:/a/**, read:/../secret",
    "admin:/*, read:/**",
    "admin:/a/b, read:/a/*",
    "admin:/a/*/c, read:/a/**/c",
    "admin:/a/b*, read:/a/*b",
    "admin:/a/**/b, read:/a/**"
  })
  void widening_aDelegationOfMoreIsRefused(String allowed, String wanted) {
    assertRefused(
        chain().step(A, B, LATER, allowed).step(B, null, LATER, wanted).token(), "allows more");
  }

  @Test
  void widening_oneScopeOfManyThatIsWiderIsEnough() {
    assertRefused(
        chain()
            .step(A, B, LATER, "read:/a/**", "write:/b")
            .step(B, null, LATER, "read:/a/x", "write:/b", "write:/a/x")
            .token(),
        "allows more");
  }

  @Test
  void widening_aLaterEndIsRefused() {
    assertRefused(
        chain().step(A, B, LATER, "r:/a").step(B, null, LATER + 1, "r:/a").token(), "ends later");
  }

  @Test
  void depth_aChainThatIsTooLongIsRefusedBeforeAnySignatureIsLookedAt() {
    CapBench.Chain chain = chain().step(A, B, LATER, "r:/**");
    for (int i = 0; i < 4; i++) {
      chain.step(B, B, LATER, "r:/**");
    }
    List<CapLink> longer = new ArrayList<>(chain.links);
    granted(scheme, token(chain.step(B, null, LATER, "r:/**").token()));

    longer.add(new CapLink(CapBench.raw(B), CapBench.raw(B), List.of(), LATER, "n", new byte[64]));
    longer.add(new CapLink(CapBench.raw(B), null, List.of(), LATER, "n", new byte[64]));
    assertRefused(text(CapBench.encode(longer)), "chain of 6 delegations");
  }

  @Test
  void malformed_bytesThatAreNoTokenAreRefused() {
    byte[] good = chain().step(A, null, LATER, "r:/a").bytes();
    for (String shown :
        List.of("cap_", "cap_!!!", "cap_wA", "cap_kw", "cap_" + "A".repeat(60_000))) {
      assertThat(refused(scheme, token(shown)).code()).isEqualTo(ErrorCode.UNAUTHORIZED);
    }
    for (int length = 0; length < good.length; length++) {
      assertThat(refused(scheme, token(text(Arrays.copyOf(good, length)))).code())
          .isEqualTo(ErrorCode.UNAUTHORIZED);
    }
    assertRefused(text(Arrays.copyOf(good, good.length + 1)), "bytes behind its end");
  }

  @Test
  void malformed_anyChangedByteIsRefused() {
    byte[] good = chain().step(A, B, LATER, "r:/a/**").step(B, null, LATER, "r:/a/b").bytes();
    Random random = new Random(3);
    for (int at = 0; at < good.length; at++) {
      byte[] changed = good.clone();
      changed[at] ^= (byte) (1 + random.nextInt(255));
      assertThat(refused(scheme, token(text(changed))).code()).isEqualTo(ErrorCode.UNAUTHORIZED);
    }
  }

  @Test
  void malformed_membersThatAreUnknownMissingTwiceOrOfAnotherKindAreRefused() {
    assertRefused(text(new PackWriter().map(1).text("admin").number(1).bytes()), "not known");
    assertRefused(text(new PackWriter().map(1).text("version").number(2).bytes()), "is not 1");
    assertRefused(text(new PackWriter().map(1).text("version").number(1).bytes()), "is missing");
    assertRefused(text(new PackWriter().map(1).number(1).number(1).bytes()), "is not a text");
    assertRefused(
        text(new PackWriter().map(2).text("nonce").text("n").text("nonce").text("n").bytes()),
        "is there twice");
    assertRefused(
        text(new PackWriter().map(1).text("issuer").binary(new byte[31]).bytes()), "32 bytes");
    assertRefused(
        text(new PackWriter().map(1).text("scopes").array(65).bytes()), "more than 64 elements");
    assertRefused(text(new PackWriter().map(1).text("nonce").text("").bytes()), "nonce");
  }

  @Test
  void malformed_aScopeThatCannotBeReadIsRefused() {
    for (String scope : List.of("r", "fly:/a", "read:a", "read:/a//b", "read:/a\0/", ":")) {
      assertThat(refused(scheme, token(root(scope))).code()).isEqualTo(ErrorCode.UNAUTHORIZED);
    }
  }

  @Test
  void malformed_aWeakKeyOfTheAttackerIsNoKey() {
    CapBench weak = new CapBench().with("trustAnchors", new String[] {"01" + "00".repeat(31)});
    CapScheme trusting = weak.scheme();
    byte[] identity = new byte[32];
    identity[0] = 1;
    CapLink link = new CapLink(identity, null, List.of("a:/**"), LATER, "n", new byte[64]);

    assertThat(refused(trusting, token(text(CapBench.encode(List.of(link))))).code())
        .isEqualTo(ErrorCode.UNAUTHORIZED);
  }

  @Test
  void keysAreNotMixedUp() {
    KeyPair other = CapBench.pair();
    CapScheme two =
        new CapBench()
            .with(
                "trustAnchors",
                new String[] {
                  CapVerifier.hex(CapBench.raw(A)), CapVerifier.hex(CapBench.raw(other))
                })
            .scheme();
    granted(two, token(chain().step(other, null, LATER, "r:/a").token()));

    assertThat(refused(two, token(chain().step(C, null, LATER, "r:/a").token())).message())
        .contains("not trusted");
  }
}
