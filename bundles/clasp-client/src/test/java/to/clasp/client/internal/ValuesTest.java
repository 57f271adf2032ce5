package to.clasp.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Value;

/** Java objects on the wire and back. */
class ValuesTest {
  record Colour(int red, double alpha, List<String> tags) {}

  @Test
  void whatJavaHasComesBackAsItWas() {
    for (Object object :
        Arrays.asList(1L, 0.5, "text", true, List.of(1L, "x"), Map.of("k", List.of()), null)) {
      assertThat(Values.toObject(Values.of(object))).isEqualTo(object);
    }
    assertThat((byte[]) Values.toObject(Values.of(new byte[] {1, 2}))).containsExactly(1, 2);
  }

  @Test
  void otherNumbersArraysAndNamesFindTheirForm() {
    assertThat(Values.of((short) 3)).isEqualTo(Value.of(3));
    assertThat(Values.of(2.5f)).isEqualTo(Value.of(2.5));
    assertThat(Values.of(new BigDecimal("1.5"))).isEqualTo(Value.of(1.5));
    assertThat(Values.of(SignalType.EVENT)).isEqualTo(Value.of("EVENT"));
    assertThat(Values.of(new double[] {1, 2})).isEqualTo(Values.of(List.of(1.0, 2.0)));
  }

  @Test
  void aNumberBecomesEveryTypeThatCanHoldIt() {
    assertThat(Values.convert(Value.of(3.0), Long.class)).isEqualTo(3);
    assertThat(Values.convert(Value.of(3), double.class)).isEqualTo(3.0);
    assertThat(Values.convert(Value.of(3), Integer.class)).isEqualTo(3);
    assertThatThrownBy(() -> Values.convert(Value.of(3.5), Long.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Double 3.5 is no Long");
    assertThatThrownBy(() -> Values.convert(Value.of(1L << 40), Integer.class))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Values.convert(Value.of("3"), Long.class))
        .hasMessage("a string is no Long");
  }

  @Test
  void recordsTravelAsMaps() {
    Colour colour = new Colour(255, 0.5, List.of("warm"));
    Value value = Values.of(colour);
    assertThat(Values.toObject(value))
        .isEqualTo(Map.of("red", 255L, "alpha", 0.5, "tags", List.of("warm")));
    assertThat(Values.convert(value, Colour.class)).isEqualTo(colour);
    assertThat(Values.convert(Value.of("EVENT"), SignalType.class)).isEqualTo(SignalType.EVENT);
  }

  @Test
  void aListThatContainsItselfIsRefused() {
    List<Object> endless = new ArrayList<>();
    endless.add(endless);
    assertThatThrownBy(() -> Values.of(endless))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("32 deep");
  }

  @Test
  void whatHasNoFormIsRefused() {
    assertThatThrownBy(() -> Values.of(new Object())).isInstanceOf(IllegalArgumentException.class);
  }
}
