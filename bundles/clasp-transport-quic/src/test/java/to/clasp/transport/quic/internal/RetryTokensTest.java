package to.clasp.transport.quic.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class RetryTokensTest {
  private static final byte[] ID = {1, 2, 3, 4, 5, 6, 7, 8};
  private final InetSocketAddress client = address(10, 4000);
  private long now = 1_000_000;
  private boolean room = true;
  private final RetryTokens tokens = new RetryTokens(() -> now, source -> room);

  @Test
  void aTokenIsGoodForItsAddressAndHoldsTheConnectionId() {
    ByteBuf token = token();
    int offset = tokens.validateToken(token, client);
    byte[] id = new byte[token.readableBytes() - offset];
    token.getBytes(token.readerIndex() + offset, id);
    assertThat(id).isEqualTo(ID);
    assertThat(token.readableBytes()).isLessThanOrEqualTo(tokens.maxTokenLength());
  }

  @Test
  void anotherAddressOrPortCannotUseIt() {
    assertThat(tokens.validateToken(token(), address(11, 4000))).isNegative();
    assertThat(tokens.validateToken(token(), address(10, 4001))).isNegative();
  }

  @Test
  void aTokenIsGoodForTenSeconds() {
    ByteBuf token = token();
    now += 10_000;
    assertThat(tokens.validateToken(token, client)).isPositive();
    now++;
    assertThat(tokens.validateToken(token, client)).isNegative();
    now -= 10_002;
    assertThat(tokens.validateToken(token, client)).isNegative();
  }

  @Test
  void aTokenWithAnyOtherByteIsRefused() {
    int length = token().readableBytes();
    for (int i = 0; i < length; i++) {
      ByteBuf token = token();
      token.setByte(i, token.getByte(i) ^ 1);
      assertThat(tokens.validateToken(token, client)).as("byte %s", i).isNegative();
    }
  }

  @Test
  void aTokenOfAnyOtherLengthIsRefused() {
    for (int i = 0; i < token().readableBytes(); i++) {
      assertThat(tokens.validateToken(token().slice(0, i), client)).isNegative();
    }
    assertThat(tokens.validateToken(token().writeZero(1), client)).isNegative();
    assertThat(tokens.validateToken(Unpooled.buffer().writeZero(60_000), client)).isNegative();
  }

  @Test
  void theTokenOfAnotherPortIsRefused() {
    RetryTokens other = new RetryTokens(() -> now, source -> true);
    assertThat(other.validateToken(token(), client)).isNegative();
  }

  @Test
  void noTokenIsGoodWithoutRoomOrForAnotherConnectionIdThanOurs() {
    ByteBuf ours = Unpooled.buffer().writeZero(20);
    assertThat(tokens.validateToken(token(), client, ours).isValid()).isTrue();
    assertThat(tokens.validateToken(token(), client, ours.slice(0, 19)).isValid()).isFalse();
    room = false;
    assertThat(tokens.validateToken(token(), client, ours).isValid()).isFalse();
  }

  private ByteBuf token() {
    ByteBuf out = Unpooled.buffer();
    assertThat(tokens.writeToken(out, Unpooled.wrappedBuffer(ID), client)).isTrue();
    return out;
  }

  private static InetSocketAddress address(int last, int port) {
    try {
      return new InetSocketAddress(
          InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last}), port);
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
