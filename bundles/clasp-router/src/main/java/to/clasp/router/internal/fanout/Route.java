package to.clasp.router.internal.fanout;

import java.util.List;

/**
 * Who receives what is published under one address, grouped by loop; made by {@link RouteBuilder}.
 * Immutable.
 */
public final class Route {
  /** To nobody. */
  public static final Route NOWHERE = new Route(List.of(), 0);

  private final List<Group> groups;
  private final int size;

  Route(List<Group> groups, int size) {
    this.groups = groups;
    this.size = size;
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

    /**
     * @param targets sessions of one loop; kept
     * @param interests what each of them asks for
     */
    static Group of(Target[] targets, Interest[] interests) {
      int[] types = new int[targets.length];
      Interest[] shaped = null;
      for (int i = 0; i < targets.length; i++) {
        types[i] = interests[i].types();
        if (interests[i].isShaped()) {
          shaped = shaped == null ? new Interest[targets.length] : shaped;
          shaped[i] = interests[i];
        }
      }
      return new Group(targets[0].loop(), targets, types, shaped);
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
