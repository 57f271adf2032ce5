package to.clasp.itests.p2p;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Notices what a STUN or TURN server is asked for (RFC 8489, RFC 8656), and allocates nothing. */
final class IceServerStub implements AutoCloseable {
  private static final int BINDING = 0x0001;
  private static final int ALLOCATE = 0x0003;
  private static final int USERNAME = 0x0006;
  private static final int INTEGRITY = 0x0008;
  private static final String REALM = "test";

  private final DatagramSocket socket;
  private final CompletableFuture<Void> binding = new CompletableFuture<>();
  private final CompletableFuture<byte[]> allocation = new CompletableFuture<>();

  IceServerStub() throws IOException {
    socket = new DatagramSocket(new InetSocketAddress(OwnNetwork.address(), 0));
    Thread reader = new Thread(this::read, "ICE server");
    reader.setDaemon(true);
    reader.start();
  }

  String authority() {
    return OwnNetwork.address() + ":" + socket.getLocalPort();
  }

  void awaitBinding() throws Exception {
    binding.get(30, TimeUnit.SECONDS);
  }

  /** Waits for a request that is signed with a password, and returns the name in it. */
  String awaitAuthenticatedAllocation(String password) throws Exception {
    byte[] request = allocation.get(30, TimeUnit.SECONDS);
    String name = new String(attribute(request, USERNAME), UTF_8);
    assertThat(attribute(request, INTEGRITY)).isEqualTo(signature(request, name, password));
    return name;
  }

  private void read() {
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
        socket.receive(packet);
        byte[] request = Arrays.copyOf(packet.getData(), packet.getLength());
        int type = ByteBuffer.wrap(request).getShort();
        if (type == BINDING) {
          binding.complete(null);
        } else if (type == ALLOCATE && attribute(request, USERNAME) != null) {
          allocation.complete(request);
        } else if (type == ALLOCATE) {
          byte[] answer = unauthorized(request);
          socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
      }
    } catch (IOException closed) {
      assertThat(socket.isClosed()).isTrue();
    }
  }

  private static byte[] unauthorized(byte[] request) {
    ByteBuffer answer = ByteBuffer.allocate(20 + 8 + 8 + 8);
    answer.putShort((short) 0x0113).putShort((short) 24).put(request, 4, 16);
    answer.putShort((short) 0x0009).putShort((short) 4).putInt(401 / 100 << 8 | 1);
    answer.putShort((short) 0x0014).putShort((short) 4).put(REALM.getBytes(UTF_8));
    answer.putShort((short) 0x0015).putShort((short) 4).put("once".getBytes(UTF_8));
    return answer.array();
  }

  private static int offset(byte[] message, int wanted) {
    ByteBuffer buffer = ByteBuffer.wrap(message);
    for (int at = 20; at + 4 <= message.length; ) {
      int length = Short.toUnsignedInt(buffer.getShort(at + 2));
      if (Short.toUnsignedInt(buffer.getShort(at)) == wanted) {
        return at;
      }
      at += 4 + (length + 3) / 4 * 4;
    }
    return -1;
  }

  private static byte[] attribute(byte[] message, int wanted) {
    int at = offset(message, wanted);
    return at < 0
        ? null
        : Arrays.copyOfRange(message, at + 4, at + 4 + ByteBuffer.wrap(message).getShort(at + 2));
  }

  private static byte[] signature(byte[] request, String name, String password)
      throws GeneralSecurityException {
    byte[] key =
        MessageDigest.getInstance("MD5")
            .digest((name + ":" + REALM + ":" + password).getBytes(UTF_8));
    int end = offset(request, INTEGRITY);
    byte[] signed = Arrays.copyOf(request, end);
    // As if the signature were the end of the message.
    ByteBuffer.wrap(signed).putShort(2, (short) (end - 20 + 24));
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(key, "HmacSHA1"));
    return mac.doFinal(signed);
  }

  @Override
  public void close() {
    socket.close();
  }
}
