package to.clasp.mqtt.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** TLS on the port of plain text, on a port of its own, and changed while it is open. */
class TlsTest {
  private static final byte[] CONNECT = {
    0x10, 13, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 60, 0, 1, 'a'
  };

  private MqttFixture mqtt;

  @AfterEach
  void close() {
    mqtt.close();
  }

  private Socket secured() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Anybody()}, null);
    return context.getSocketFactory().createSocket(mqtt.uri().getHost(), mqtt.uri().getPort());
  }

  private static boolean isLetIn(Socket socket) throws Exception {
    socket.setSoTimeout(10_000);
    socket.getOutputStream().write(CONNECT);
    return socket.getInputStream().readNBytes(4).length == 4;
  }

  @Test
  void onePortTakesBothUntilItIsForTlsAlone() throws Exception {
    mqtt = MqttFixture.with(Map.of("selfSigned", true));
    RawMqtt plain = mqtt.client(4, "plain");
    try (Socket secured = secured()) {
      assertThat(isLetIn(secured)).isTrue();
    }
    mqtt.change("tlsOnly", true);
    plain.ping();
    try (Socket secured = secured()) {
      assertThat(isLetIn(secured)).isTrue();
    }
    RawMqtt late = mqtt.connect(4);
    late.connect("late", true);
    assertThat(late.read()).isNull();
  }

  @Test
  void aWrongFileIsOneErrorAndChangesNothing() {
    mqtt = MqttFixture.open();
    RawMqtt client = mqtt.client(4, "a");
    Lines lines = new Lines();
    Logger logger = Logger.getLogger("to.clasp");
    logger.addHandler(lines);
    try {
      mqtt.change("certificateFile", "/nowhere/cert.pem");
    } finally {
      logger.removeHandler(lines);
    }
    assertThat(lines.errors).isOne();
    client.ping();
    mqtt.client(4, "b").ping();
  }

  private static final class Lines extends Handler {
    private int errors;

    @Override
    public synchronized void publish(LogRecord line) {
      errors += line.getLevel().intValue() >= Level.WARNING.intValue() ? 1 : 0;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  private static final class Anybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
