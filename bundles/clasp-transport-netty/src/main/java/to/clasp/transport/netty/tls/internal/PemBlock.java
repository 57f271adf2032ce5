package to.clasp.transport.netty.tls.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** One block of a PEM file (RFC 7468). Text between blocks is comment. */
record PemBlock(String type, boolean encrypted, byte[] bytes) {
  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";

  static List<PemBlock> parse(String text) throws IOException {
    List<PemBlock> blocks = new ArrayList<>();
    Open open = null;
    for (String untrimmed : text.lines().toList()) {
      String line = untrimmed.trim();
      if (open == null) {
        open = line.startsWith(BEGIN) ? new Open(type(line, BEGIN)) : null;
      } else if (line.startsWith(END)) {
        blocks.add(open.close(type(line, END)));
        open = null;
      } else if (line.startsWith(BEGIN)) {
        throw open.cut();
      } else {
        open.add(line);
      }
    }
    if (open != null) {
      throw open.cut();
    }
    if (blocks.isEmpty()) {
      throw new IOException("holds no PEM text, that is no line " + BEGIN + "...");
    }
    return blocks;
  }

  private static String type(String line, String before) {
    String type = line.substring(before.length());
    return type.endsWith(DASHES) ? type.substring(0, type.length() - DASHES.length()) : type;
  }

  /** A block whose end has not come yet. */
  private static final class Open {
    private final String type;
    private final StringBuilder base64 = new StringBuilder();
    private boolean encrypted;

    Open(String type) {
      this.type = type;
      this.encrypted = type.startsWith("ENCRYPTED ");
    }

    void add(String line) {
      if (line.indexOf(':') < 0) {
        base64.append(line);
      } else if (line.startsWith("Proc-Type:") && line.contains("ENCRYPTED")) {
        encrypted = true;
      }
    }

    IOException cut() {
      return new IOException(type + " has no end, the file is incomplete");
    }

    PemBlock close(String endType) throws IOException {
      if (!endType.equals(type)) {
        throw cut();
      }
      try {
        return new PemBlock(type, encrypted, Base64.getDecoder().decode(base64.toString()));
      } catch (IllegalArgumentException invalid) {
        throw new IOException(type + " is not valid Base64", invalid);
      }
    }
  }
}
