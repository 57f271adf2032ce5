package to.clasp.rendezvous.internal.server;

import java.security.MessageDigest;
import java.util.List;

/** One device of the directory, encoded once. Its times change under the directory's monitor. */
final class Entry {
  /** What the objects of an entry and its places in the indexes take, roughly. */
  private static final int OVERHEAD = 600;

  private static final int OVERHEAD_OF_NETWORK = 300;
  private static final int OVERHEAD_OF_TEXT = 260;

  final Identity id;
  final String source;
  final String publicKey;
  final List<String> tags;
  final List<String> features;

  /** The device as JSON, but for the time in its last field and what is behind that. */
  final byte[] head;

  /** Its place among all: the higher, the later it was seen. */
  long place;

  long seenNanos;
  volatile long lastSeen;

  /**
   * Who it is.
   *
   * @param id made by us
   * @param secretHash SHA-256 of the owner's secret
   * @param secretRequired whether the owner has asked for it
   */
  record Identity(String id, byte[] secretHash, boolean secretRequired) {

    boolean isProvenBy(String secret) {
      return secret != null && MessageDigest.isEqual(Secrets.hash(secret), secretHash);
    }
  }

  Entry(
      Identity id,
      String source,
      String publicKey,
      List<String> tags,
      List<String> features,
      byte[] head) {
    this.id = id;
    this.source = source;
    this.publicKey = publicKey;
    this.tags = List.copyOf(new java.util.LinkedHashSet<>(tags));
    this.features = List.copyOf(new java.util.LinkedHashSet<>(features));
    this.head = head;
  }

  long bytes() {
    int places = Origin.isPartOfSite(source) ? OVERHEAD + OVERHEAD_OF_NETWORK : OVERHEAD;
    return places + 3L * head.length + (long) OVERHEAD_OF_TEXT * (tags.size() + features.size());
  }

  boolean has(String tag, String feature) {
    return (tag == null || tags.contains(tag)) && (feature == null || features.contains(feature));
  }
}
