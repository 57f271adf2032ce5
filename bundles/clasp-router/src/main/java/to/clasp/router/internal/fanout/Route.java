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
   * @param interests for each session what its matching subscriptions together ask for
   */
  public static Route of(Map<Target, Interest> interests) {
    Map<Loop, List<Map.Entry<Target, Interest>>> byLoop = new IdentityHashMap<>();
    for (Map.Entry<Target, Interest> entry : interests.entrySet()) {
      byLoop.computeIfAbsent(entry.getKey().loop(), loop -> new ArrayList<>()).add(entry);
    }
    List<Group> groups = new ArrayList<>(byLoop.size());
    byLoop.forEach((loop, entries) -> groups.add(Group.of(loop, entries)));
    return new Route(List.copyOf(groups), interests.size());
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
    private final Interest[] shaped;

    private Group(Loop loop, Target[] targets, int[] types, Interest[] shaped) {
      this.loop = loop;
      this.targets = targets;
      this.types = types;
      this.shaped = shaped;
    }

    private static Group of(Loop loop, List<Map.Entry<Target, Interest>> entries) {
      Target[] targets = new Target[entries.size()];
      int[] types = new int[entries.size()];
      Interest[] shaped = null;
      for (int i = 0; i < targets.length; i++) {
        targets[i] = entries.get(i).getKey();
        Interest interest = entries.get(i).getValue();
        types[i] = interest.types();
        if (interest.isShaped()) {
          shaped = shaped == null ? new Interest[targets.length] : shaped;
          shaped[i] = interest;
        }
      }
      return new Group(loop, targets, types, shaped);
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

    /** What a session wants thinned out, or null for the many that want everything. */
    Interest shaped(int index) {
      return shaped == null ? null : shaped[index];
    }
  }
}
