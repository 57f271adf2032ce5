package to.clasp.examples;

import to.clasp.client.ClaspClient;

/** Writes a param and reads it back: {@code ThreeLines ws://localhost:7330}. */
public final class ThreeLines {
  private ThreeLines() {}

  /** The whole program. */
  public static void main(String[] arguments) {
    try (ClaspClient clasp = ClaspClient.connect(arguments)) {
      clasp.set("/lights/1/brightness", 0.5).join();
      System.out.println(clasp.get("/lights/1/brightness", double.class).join());
    }
  }
}
