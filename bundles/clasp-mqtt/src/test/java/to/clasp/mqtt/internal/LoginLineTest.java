package to.clasp.mqtt.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import to.clasp.auth.Authenticator;
import to.clasp.auth.Credentials;
import to.clasp.auth.Grant;

/** The log says when nobody is let in without a login, also if that begins later. */
class LoginLineTest {
  private static final String LINE = "MQTT clients without a login are refused";

  private final Logger logger = Logger.getLogger(MqttEdge.class.getName());
  private final Lines lines = new Lines();
  private final Rules rules = new Rules();
  private final MqttFixture mqtt = MqttFixture.authenticatedBy(rules);

  private static final class Lines extends Handler {
    private final List<String> all = new CopyOnWriteArrayList<>();

    @Override
    public void publish(LogRecord line) {
      all.add(line.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  private static final class Rules implements Authenticator {
    private boolean admits = true;
    private volatile boolean fails;

    @Override
    public CompletionStage<Grant> authenticate(Credentials credentials) {
      return fails
          ? CompletableFuture.failedStage(new IllegalStateException("broken"))
          : MqttFixture.OPEN.authenticate(credentials);
    }

    @Override
    public boolean admitsWithoutToken(String transport) {
      assertThat(transport).isEqualTo("mqtt");
      return admits;
    }
  }

  LoginLineTest() {
    logger.addHandler(lines);
  }

  @AfterEach
  void close() {
    logger.removeHandler(lines);
    mqtt.close();
  }

  private void change(boolean admits) {
    rules.admits = admits;
    mqtt.edge.rulesChanged(rules);
  }

  @Test
  void anAuthenticatorThatFailsIsOneErrorHoweverManyClientsCome() {
    Logger connections = Logger.getLogger("to.clasp.mqtt.internal.connection");
    connections.addHandler(lines);
    try {
      for (int i = 0; i < 2; i++) {
        rules.fails = true;
        for (int client = 0; client < 5; client++) {
          RawMqtt refused = mqtt.connect(5);
          refused.connect("a", true);
          assertThat(refused.connack()).isEqualTo(0x88);
        }
        rules.fails = false;
        mqtt.client(4, "b");
      }
    } finally {
      connections.removeHandler(lines);
    }
    assertThat(lines.all).hasSize(2);
  }

  @Test
  void theLineComesOnceEachTimeThatLoginsBecomeNecessary() {
    mqtt.edge.setRules(rules);
    assertThat(lines.all).isEmpty();
    change(false);
    assertThat(lines.all).containsExactly(LINE);
    change(false);
    assertThat(lines.all).containsExactly(LINE);
    change(true);
    change(false);
    assertThat(lines.all).containsExactly(LINE, LINE);
  }
}
