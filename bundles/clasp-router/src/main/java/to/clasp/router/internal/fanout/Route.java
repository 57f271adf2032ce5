package to.clasp.router.internal.fanout;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Who receives what is published under one address, grouped by loop. Immutable. */
public final class Route {
  private final List<Group> groups;
  private final int size;

  private Route(List<Group> groups, int size) {
    this.groups = groups;
    this.size = size;
  }

  /**
   * Makes a route of the matching sessions.
   *
   * @param typesByTarget for each session the signal types that any of its subscriptions asks for
   */
  public static Route of(Map<Target, Integer> typesByTarget) {
    Map<Loop, List<Map.Entry<Target, Integer>>> byLoop = new IdentityHashMap<>();
    for (Map.Entry<Target, Integer> entry : typesByTarget.entrySet()) {
      byLoop.computeIfAbsent(entry.getKey().loop(), loop -> new ArrayList<>()).add(entry);
    }
    List<Group> groups = new ArrayList<>(byLoop.size());
    byLoop.forEach((loop, entries) -> groups.add(Group.of(loop, entries)));
    return new Route(List.copyOf(groups), typesByTarget.size());
  }

  List<Group> groups() {
    return groups;
  }

  /** How many sessions receive. */
  int size() {
    return size;
  }

  /** The receivers on one loop. */
  static final class Group {
    private final Loop loop;
    private final Target[] targets;
    private final int[] types;

    private Group(Loop loop, Target[] targets, int[] types) {
      this.loop = loop;
      this.targets = targets;
      this.types = types;
    }

    private static Group of(Loop loop, List<Map.Entry<Target, Integer>> entries) {
      Target[] targets = new Target[entries.size()];
      int[] types = new int[entries.size()];
      for (int i = 0; i < targets.length; i++) {
        targets[i] = entries.get(i).getKey();
        types[i] = entries.get(i).getValue();
      }
      return new Group(loop, targets, types);
    }

    Loop loop() {
      return loop;
    }

    int size() {
      return targets.length;
    }

    Target target(int index) {
      return targets[index];
    }

    int types(int index) {
      return types[index];
    }
  }
}
