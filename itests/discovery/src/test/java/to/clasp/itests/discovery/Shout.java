package to.clasp.itests.discovery;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.HexFormat;

/** Asks as the reference does, and prints who answers what. */
final class Shout {
  private Shout() {}

  /**
   * Runs it.
   *
   * @param arguments a broadcast address
   */
  public static void main(String[] arguments) throws IOException {
    byte[] request = HexFormat.of().parseHex("530100100101000009446973636f766572790000");
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setBroadcast(true);
      socket.setSoTimeout(500);
      InetAddress everybody = InetAddress.getByName(arguments[0]);
      DatagramPacket answer = new DatagramPacket(new byte[1500], 1500);
      boolean answered = false;
      for (int i = 0; i < 20 && !answered; i++) {
        socket.send(new DatagramPacket(request, request.length, everybody, 7331));
        answered = receive(socket, answer);
      }
      byte[] bytes = Arrays.copyOf(answer.getData(), answer.getLength());
      System.out.println(
          answer.getAddress().getHostAddress() + " " + HexFormat.of().formatHex(bytes));
    }
  }

  private static boolean receive(DatagramSocket socket, DatagramPacket answer) throws IOException {
    try {
      socket.receive(answer);
      return true;
    } catch (SocketTimeoutException nobody) {
      return false;
    }
  }
}
