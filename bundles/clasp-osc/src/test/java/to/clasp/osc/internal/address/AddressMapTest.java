package to.clasp.osc.internal.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressMapTest {
  @ParameterizedTest
  @CsvSource({
    "/osc, /fader/1, /osc/fader/1",
    "/stage/desk/, /fader/1, /stage/desk/fader/1",
    "'', /fader/1, /fader/1",
    "/, /fader/1, /fader/1",
    "/osc, /osc/x, /osc/osc/x"
  })
  void everyNamespaceIsPutOnAndTakenOff(String namespace, String osc, String address) {
    AddressMap map = AddressMap.of(namespace, List.of());
    assertThat(map.inbound(osc)).isEqualTo(address);
    assertThat(address.substring(map.outbound(address))).isEqualTo(osc);
  }

  @Test
  void whatIsBelowARootIsTheSameOnBothSides() {
    AddressMap map = AddressMap.of("/osc", List.of("/mqtt", "/lights"));
    assertThat(map.inbound("/mqtt/lamp")).isEqualTo("/mqtt/lamp");
    assertThat(map.outbound("/mqtt/lamp")).isZero();
    assertThat(map.pattern("/lights/**")).isEqualTo("/lights/**");
    assertThat(map.inbound("/mqtts/lamp")).isEqualTo("/osc/mqtts/lamp");
    assertThat(map.inbound("/mqtt")).isEqualTo("/osc/mqtt");
  }

  @Test
  void aPatternIsAsTheClientSeesItOrInFull() {
    AddressMap map = AddressMap.of("/osc", List.of());
    assertThat(map.pattern("/fader/*")).isEqualTo("/osc/fader/*");
    assertThat(map.pattern("/osc/fader/*")).isEqualTo("/osc/fader/*");
    assertThat(map.everything()).isEqualTo("/osc/**");
  }

  @ParameterizedTest
  @CsvSource({"osc", "/a//b", "/a/*"})
  void whatIsNoNamespaceIsNamed(String text) {
    assertThatThrownBy(() -> AddressMap.of(text, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("namespace");
  }
}
