package to.clasp.itests.edges;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import to.clasp.itests.support.ChildProcess;
import to.clasp.itests.support.Relay;

/** Mosquitto's clients among themselves, with the relay as their broker. */
class MosquittoIT {
  private static Relay relay;
  private static Mosquitto mosquitto;

  @BeforeAll
  static void start() throws InterruptedException {
    relay = Relay.start("--mqtt-port", "0");
    mosquitto = Mosquitto.on(relay.port("mqtt"));
  }

  @AfterAll
  static void stop() {
    if (relay != null) {
      relay.close();
    }
  }

  private static Mosquitto version(String version) {
    return mosquitto.with("-V", version);
  }

  @ParameterizedTest
  @CsvSource({
    "mqttv31, 0",
    "mqttv31, 2",
    "mqttv311, 0",
    "mqttv311, 1",
    "mqttv311, 2",
    "mqttv5, 1",
    "mqttv5, 2"
  })
  void everyVersionAndQosDeliversInOrderAndOnce(String version, int qos) throws Exception {
    String root = version + "/" + qos;
    String level = String.valueOf(qos);
    try (Mosquitto.Subscriber subscriber =
        version(version).subscribe("-t", root + "/#", "-q", level)) {
      for (int i = 0; i < 3; i++) {
        version(version).publish("-t", root + "/x", "-m", "n" + i, "-q", level);
      }
      assertThat(subscriber.until(root + "/x|" + qos + "|0|n2"))
          .containsExactlyElementsOf(
              IntStream.range(0, 3).mapToObj(i -> root + "/x|" + qos + "|0|n" + i).toList());
    }
  }

  @Test
  void theLowerQosOfPublisherAndSubscriberCounts() throws Exception {
    try (Mosquitto.Subscriber low = mosquitto.subscribe("-t", "min/#", "-q", "0");
        Mosquitto.Subscriber high = mosquitto.subscribe("-t", "min/#", "-q", "2")) {
      mosquitto.publish("-t", "min/x", "-m", "a", "-q", "1");
      assertThat(low.until("min/x|0|0|a")).hasSize(1);
      assertThat(high.until("min/x|1|0|a")).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mqttv311", "mqttv5"})
  void aLateSubscriberGetsTheRetainedValueUntilItIsDeleted(String version) throws Exception {
    String topic = version + "/retained";
    version(version).publish("-t", topic, "-m", "on", "-r", "-q", "1");
    try (Mosquitto.Subscriber late = version(version).subscribe("-t", topic)) {
      assertThat(late.until(topic + "|0|1|on")).hasSize(1);
    }
    version(version).publish("-t", topic, "-n", "-r", "-q", "1");
    try (Mosquitto.Subscriber later = version(version).subscribe("-t", topic, "-t", "marker")) {
      version(version).publish("-t", "marker", "-m", "x", "-q", "1");
      assertThat(later.until("marker|0|0|x")).noneMatch(seen -> seen.startsWith(topic));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mqttv311", "mqttv5"})
  void theWillOfAClientThatDiesIsPublishedAndOfOneThatLeavesIsNot(String version) throws Exception {
    String topic = version + "/will";
    String[] dying = {
      "-t", "x", "--will-topic", topic, "--will-payload", "gone", "--will-qos", "1"
    };
    try (Mosquitto.Subscriber heir = version(version).subscribe("-t", topic, "-q", "1")) {
      version(version).run("mosquitto_sub", with(dying, "-E")).awaitExit(Mosquitto.LIMIT);
      version(version).publish("-t", topic, "-m", "nobody died", "-q", "1");
      assertThat(heir.until(topic + "|1|0|nobody died")).hasSize(1);

      ChildProcess victim = version(version).subscribe(dying).process();
      ProcessHandle.of(victim.pid()).orElseThrow().destroyForcibly();
      assertThat(heir.until(topic + "|1|0|gone")).hasSize(2);
    }
  }

  private static String[] with(String[] arguments, String more) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add(more);
    return all.toArray(String[]::new);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mqttv311", "mqttv5"})
  void aPersistentSessionGetsWhatCameWhileItWasAway(String version) throws Exception {
    String topic = version + "/away";
    String[] session = {"-t", topic, "-q", "1", "-c", "-i", "sleeper-" + version};
    mosquittoEnds(version(version).subscribe(session).process());
    for (String text : List.of("one", "two", "three")) {
      version(version).publish("-t", topic, "-m", text, "-q", "1");
    }
    try (Mosquitto.Subscriber back = version(version).subscribe(session)) {
      List<String> seen = back.until(topic + "|1|0|three");
      assertThat(seen).containsSubsequence(topic + "|1|0|one", topic + "|1|0|two");
    }
  }

  /** As a user ends it, so that it says goodbye. */
  private static void mosquittoEnds(ChildProcess process) throws Exception {
    ProcessHandle.of(process.pid()).orElseThrow().destroy();
    ProcessHandle.of(process.pid())
        .ifPresent(handle -> handle.onExit().orTimeout(10, TimeUnit.SECONDS).join());
  }

  @ParameterizedTest
  @ValueSource(strings = {"mqttv311", "mqttv5"})
  void thoseWhoShareASubscriptionShareTheMessages(String version) throws Exception {
    String topic = version + "/work";
    String filter = "$share/crew/" + topic;
    try (Mosquitto.Subscriber one = version(version).subscribe("-t", filter, "-q", "1");
        Mosquitto.Subscriber two = version(version).subscribe("-t", filter, "-q", "1");
        Mosquitto.Subscriber all = version(version).subscribe("-t", topic, "-q", "1")) {
      for (int i = 0; i < 6; i++) {
        version(version).publish("-t", topic, "-m", "job" + i, "-q", "1");
      }
      assertThat(all.until(topic + "|1|0|job5")).hasSize(6);
      one.process().awaitOutput(Pattern.compile("MSG .*job[45]"), Mosquitto.LIMIT);
      two.process().awaitOutput(Pattern.compile("MSG .*job[45]"), Mosquitto.LIMIT);
      List<String> both = new ArrayList<>(one.received());
      both.addAll(two.received());
      assertThat(both).hasSize(6).doesNotHaveDuplicates();
      assertThat(one.received()).isNotEmpty();
      assertThat(two.received()).isNotEmpty();
    }
  }

  @Test
  void aNewerClientOfTheSameIdTakesOver() throws Exception {
    try (Mosquitto.Subscriber old = version("mqttv5").subscribe("-t", "take", "-i", "same");
        Mosquitto.Subscriber next = version("mqttv5").subscribe("-t", "take", "-i", "same")) {
      old.process().awaitOutput(Pattern.compile("(?i)DISCONNECT \\(142\\)"), Mosquitto.LIMIT);
      assertThat(next.received()).isEmpty();
    }
  }
}
