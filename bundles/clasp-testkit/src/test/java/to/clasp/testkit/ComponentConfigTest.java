package to.clasp.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ComponentConfigTest {
  /** As a component has it. */
  @interface Keys {
    String host() default "somewhere";

    int port() default 1;
  }

  @Test
  void whatIsNotGivenIsTheDefault() {
    Keys keys = ComponentConfig.of(Keys.class, Map.of("port", 2));
    assertThat(keys.host()).isEqualTo("somewhere");
    assertThat(keys.port()).isEqualTo(2);
  }

  @Test
  void aKeyThatDoesNotExistIsNamed() {
    assertThatThrownBy(() -> ComponentConfig.of(Keys.class, Map.of("prot", 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Keys has no key prot");
  }
}
