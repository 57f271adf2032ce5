package to.clasp.transport.netty.tls.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelfSignedTest {
  @Test
  void itIsItsOwnValidIssuerForServersOnly() throws Exception {
    SelfSigned made = SelfSigned.create(OwnNames.find());
    X509Certificate certificate = made.certificate();
    certificate.verify(certificate.getPublicKey());
    certificate.checkValidity();
    assertThat(certificate.getVersion()).isEqualTo(3);
    assertThat(certificate.getIssuerX500Principal())
        .isEqualTo(certificate.getSubjectX500Principal());
    assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
    assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(certificate.getPublicKey().getAlgorithm()).isEqualTo("EC");
    assertThat(KeyPairCheck.matches(made.key(), certificate.getPublicKey())).isTrue();
  }

  @Test
  void itIsGoodForTheNamesAndAddressesOfTheMachine() throws Exception {
    OwnNames own = OwnNames.find();
    assertThat(own.names()).contains("localhost");
    assertThat(own.addresses())
        .contains(InetAddress.getByName("127.0.0.1"), InetAddress.getByName("::1"));
    List<Object> names =
        SelfSigned.create(own).certificate().getSubjectAlternativeNames().stream()
            .map(name -> (Object) name.get(1))
            .toList();
    assertThat(names).containsAll(own.names()).contains("127.0.0.1", "0:0:0:0:0:0:0:1");
  }

  /** The lengths of DER have several forms. */
  @ParameterizedTest
  @ValueSource(ints = {1, 5, 10, 30, 100, 6000})
  void anyNumberOfNamesFits(int number) throws Exception {
    Set<String> names = new LinkedHashSet<>();
    for (int i = 0; i < number; i++) {
      names.add("host" + i + ".example");
    }
    X509Certificate certificate = SelfSigned.create(new OwnNames(names, Set.of())).certificate();
    certificate.verify(certificate.getPublicKey());
    assertThat(certificate.getSubjectAlternativeNames()).hasSize(number);
  }

  @Test
  void twoAreNeverTheSame() {
    OwnNames own = new OwnNames(Set.of("localhost"), Set.of());
    assertThat(SelfSigned.create(own).certificate())
        .isNotEqualTo(SelfSigned.create(own).certificate());
  }
}
