package to.clasp.transport.netty;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import to.clasp.transport.netty.tls.internal.TlsDetector;

class ChannelSecurityTest {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final List<Optional<Throwable>> told = new ArrayList<>();
  private final StringBuilder read = new StringBuilder();
  private final TlsContexts.Owned contexts = TlsContexts.create();
  private ServerTls tls;

  @BeforeEach
  void open() throws IOException {
    tls = contexts.open(TlsSettings.of("", "", true, false, "", ""));
  }

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
    contexts.close();
  }

  private void await() {
    ChannelSecurity.whenReady(
        channel,
        LIMIT,
        failure -> {
          told.add(Optional.ofNullable(failure));
          if (failure == null) {
            channel.pipeline().addLast(new Reader());
          }
        });
  }

  private void send(String text) {
    channel.writeInbound(Unpooled.copiedBuffer(text, US_ASCII));
  }

  @Test
  void withoutTlsThereIsNothingToWaitFor() {
    await();
    assertThat(told).containsExactly(Optional.empty());
    assertThat(ChannelSecurity.info("test", channel).secure()).isFalse();
  }

  @Test
  void plainTextIsReadyWithItsFirstBytesAndLosesNone() {
    TlsDetector.install(channel, tls.context(), false);
    await();
    send("abc");
    assertThat(told).isEmpty();
    send("defg");
    send("hi");
    assertThat(told).containsExactly(Optional.empty());
    assertThat(read).hasToString("abcdefghi");
    assertThat(channel.pipeline().toMap()).hasSize(1);
    channel.advanceTimeBy(LIMIT.toSeconds() + 1, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void whoSaysNothingIsCutOff() {
    TlsDetector.install(channel, tls.context(), false);
    await();
    channel.advanceTimeBy(LIMIT.toSeconds() + 1, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    assertThat(channel.isOpen()).isFalse();
    assertThat(told).singleElement().asString().contains("no TLS handshake within PT5S");
  }

  @Test
  void aHandshakeThatFailsIsToldOnceAndNobodyElseHearsOfIt() {
    TlsDetector.install(channel, tls.context(), false);
    await();
    channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {0x16, 3, 1, 0, 4, 9, 9, 9, 9}));
    channel.checkException();
    assertThat(told).hasSize(1);
    assertThat(told.get(0)).isPresent();
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void whoHangsUpIsToldOnce() {
    TlsDetector.install(channel, tls.context(), false);
    await();
    channel.close();
    assertThat(told).singleElement().asString().contains("ended during the TLS handshake");
  }

  @Test
  void plainTextIsRefusedWhereOnlyTlsIsWanted() {
    TlsDetector.install(channel, tls.context(), true);
    await();
    send("GET / HTTP/1.1");
    assertThat(channel.isOpen()).isFalse();
    assertThat(told).hasSize(1);
    assertThat(told.get(0)).isPresent();
    assertThat(read).isEmpty();
  }

  private final class Reader extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf bytes = (ByteBuf) message;
      read.append(bytes.toString(US_ASCII));
      bytes.release();
    }
  }
}
