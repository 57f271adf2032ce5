package to.clasp.itests.edges;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import to.clasp.itests.edges.Screen.Seen;
import to.clasp.itests.support.ChildProcess;
import to.clasp.itests.support.Relay;
import to.clasp.protocol.Value;

/** The programs of liblo, another implementation of OSC. */
class LibloIT {
  private static Relay relay;
  private static Liblo liblo;

  @BeforeAll
  static void start() throws InterruptedException {
    relay = Relay.start("--osc-port", "0", "--osc-tcp-port", "0");
    liblo = Liblo.on(relay.port("osc.udp"));
  }

  @AfterAll
  static void stop() {
    if (relay != null) {
      relay.close();
    }
  }

  static List<Arguments> everyType() {
    return List.of(
        Arguments.of("i", "-5", Value.of(-5)),
        Arguments.of("h", "1099511627776", Value.of(1L << 40)),
        Arguments.of("f", "0.5", Value.of(0.5)),
        Arguments.of("d", "0.25", Value.of(0.25)),
        Arguments.of("s", "text", Value.of("text")),
        Arguments.of("S", "symbol", Value.of("symbol")),
        Arguments.of("c", "x", Value.of("x")),
        Arguments.of("m", "00903C7F", list(0, 144, 60, 127)),
        Arguments.of("T", null, Value.of(true)),
        Arguments.of("F", null, Value.of(false)),
        Arguments.of("N", null, Value.Null.INSTANCE),
        Arguments.of("I", null, Value.of(Double.POSITIVE_INFINITY)));
  }

  private static Value list(long... items) {
    return new Value.Array(Arrays.stream(items).mapToObj(Value::of).toList());
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource
  void everyType(String type, String text, Value value) throws Exception {
    try (Screen screen = new Screen(relay.uri(), "/osc/type/**")) {
      String address = "/type/" + (int) type.charAt(0);
      if (text == null) {
        liblo.send(address, type);
      } else {
        liblo.send(address, type, text);
      }
      assertThat(screen.until("/osc" + address, value))
          .containsExactly(new Seen("/osc" + address, value));
    }
  }

  @Test
  void aConnectionIsUnderstood() throws Exception {
    try (Screen screen = new Screen(relay.uri(), "/osc/tcp/**")) {
      String url = "osc.tcp://127.0.0.1:" + relay.port("osc.tcp");
      List<String> command = List.of("oscsend", url, "/tcp/a", "is", "7", "x");
      try (ChildProcess sender = ChildProcess.start(Path.of("."), Map.of(), command)) {
        assertThat(sender.awaitExit(Duration.ofSeconds(30))).as("%s", sender.output()).isZero();
      }
      Value both = new Value.Array(List.of(Value.of(7), Value.of("x")));
      screen.until("/osc/tcp/a", both);
    }
  }

  @Test
  void aPatternOfOscMovesSeveralFadersAndADisplayShowsThem() throws Exception {
    liblo.send("/desk/1", "f", "0");
    liblo.send("/desk/2", "f", "0");
    try (Liblo.Display display = liblo.subscribe("/desk/*")) {
      display.until("/desk/2 f 0.000000");
      liblo.send("/desk/[12]", "f", "0.5");
      display.until("/desk/1 f 0.500000");
      assertThat(display.until("/desk/2 f 0.500000")).hasSize(4);
    }
  }
}
