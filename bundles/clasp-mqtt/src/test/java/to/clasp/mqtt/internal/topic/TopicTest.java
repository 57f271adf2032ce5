package to.clasp.mqtt.internal.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import to.clasp.protocol.Address;
import to.clasp.protocol.AddressPattern;

/** Topics and filters to addresses and patterns, and back. */
class TopicTest {
  private static final Namespace MQTT = Namespace.parse("/mqtt");

  @ParameterizedTest
  @CsvSource({
    "home/t, /mqtt/home/t",
    "a, /mqtt/a",
    "'[x]?{a,b}!', '/mqtt/[x]?{a,b}!'",
    "50%, /mqtt/50%",
    "/a/b, /mqtt/%/a/b",
    "a//b/, /mqtt/a/%/b/%",
    "/, /mqtt/%/%",
    "a*b/*, /mqtt/a%2Ab/%2A",
    "%, /mqtt/%25",
    "%2A/%25, /mqtt/%252A/%2525",
    "%252A, /mqtt/%25252A",
    "%%25, /mqtt/%%2525",
    "%2*, /mqtt/%2%2A",
    "%*, /mqtt/%%2A"
  })
  void everyTopicHasAnAddressAndIsFoundAgain(String topic, String address) {
    assertThat(MQTT.addressOf(topic)).isEqualTo(address);
    Address.check(address);
    assertThat(MQTT.topicOf(address)).isEqualTo(topic);
  }

  @Test
  void theNamespaceMayBeAnyAddressOrNone() {
    assertThat(Namespace.parse("/iot/x").addressOf("a/b")).isEqualTo("/iot/x/a/b");
    assertThat(Namespace.parse("/iot/x").topicOf("/iot/x/a/b")).isEqualTo("a/b");
    assertThat(Namespace.parse("/iot/").prefix()).isEqualTo("/iot");
    for (String none : new String[] {"", "/", " "}) {
      assertThat(Namespace.parse(none).addressOf("a/b")).isEqualTo("/a/b");
      assertThat(Namespace.parse(none).topicOf("/a/b")).isEqualTo("a/b");
    }
    assertThatThrownBy(() -> Namespace.parse("iot")).hasMessageContaining("namespace");
    assertThatThrownBy(() -> Namespace.parse("/a*")).hasMessageContaining("namespace");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/other/a", "/mqtt", "/mqttx/a", "/mqtt/a+b", "/mqtt/#", "/mqtt/a\0", "/mqtt/%"})
  void addressesOfNoTopicAreNone(String address) {
    assertThat(MQTT.topicOf(address)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "home/+/t, /mqtt/home/*/t, ",
    "#, , /mqtt/**",
    "+/#, /mqtt/*, /mqtt/*/**",
    "a/#, /mqtt/a, /mqtt/a/**",
    "/#, /mqtt/%, /mqtt/%/**",
    "+, /mqtt/*, ",
    "a*/b, /mqtt/a%2A/b, ",
    "$share/g/a/#, /mqtt/a, /mqtt/a/**"
  })
  void aFilterStandsForOneOrTwoPatterns(String filter, String first, String second) {
    List<String> patterns =
        TopicFilter.parse(filter).patterns(MQTT).stream().map(AddressPattern::text).toList();
    assertThat(patterns)
        .containsExactlyElementsOf(
            java.util.stream.Stream.of(first, second).filter(each -> each != null).toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a+",
        "+a/b",
        "a#",
        "#/a",
        "a/#/b",
        "a/##",
        "++",
        "a\0",
        "$share/g",
        "$share//a",
        "$share/g/",
        "$share/g+/a",
        "$share/g/a#"
      })
  void aFilterWhoseWildcardsDoNotFillALevelIsNone(String filter) {
    assertThatThrownBy(() -> TopicFilter.parse(filter))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "a/#, a, true",
    "a/#, a/b/c, true",
    "a/#, ab, false",
    "+/b, a/b, true",
    "+/b, a/b/c, false",
    "+, /a, false",
    "+/+, /a, true",
    "#, $SYS/a, false",
    "+/a, $SYS/a, false",
    "$SYS/#, $SYS/a, true",
    "a/+/c, a//c, true",
    "a/b, a/b/, false",
    "a/+, a, false",
    "a, a, true"
  })
  void aFilterMatchesAsTheSpecificationSays(String filter, String topic, boolean matches) {
    assertThat(TopicFilter.parse(filter).matches(topic)).isEqualTo(matches);
  }

  @Test
  void topicsThatComeOftenAreMadeOnce() {
    Topics topics = new Topics(MQTT, List.of(TopicFilter.parse("cmd/#")));
    byte[] packet = "xxhome/tyy".getBytes(UTF_8);
    Topic first = topics.byName(packet, 2, 6);
    assertThat(first.address()).isEqualTo("/mqtt/home/t");
    assertThat(topics.byName("home/t".getBytes(UTF_8), 0, 6)).isSameAs(first);
    assertThat(topics.byAddress("/mqtt/home/t")).isSameAs(topics.byAddress("/mqtt/home/t"));
    byte[] command = "cmd/x".getBytes(UTF_8);
    assertThat(topics.byName(command, 0, 5).event()).isTrue();
    assertThat(first.event()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a+", "#", "a\0b"})
  void aNameThatIsNoTopicIsNone(String name) {
    byte[] bytes = name.getBytes(UTF_8);
    assertThat(new Topics(MQTT, List.of()).byName(bytes, 0, bytes.length)).isNull();
    byte[] broken = {(byte) 0xC3};
    assertThat(new Topics(MQTT, List.of()).byName(broken, 0, 1)).isNull();
  }
}
