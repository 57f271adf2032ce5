package to.clasp.router.internal.fanout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gathers who receives what is published under one address, each session once. */
public final class RouteBuilder {
  private static final int FIRST_CAPACITY = 4;

  /** Up to so many sessions are compared one by one, which takes less time than hashing. */
  private static final int FEW = 8;

  private final String address;
  private Target[] targets = new Target[FIRST_CAPACITY];
  private Interest[] interests = new Interest[FIRST_CAPACITY];
  private int size;

  /** Where each session stands, once there are many. */
  private Map<Target, Integer> places;

  public RouteBuilder(String address) {
    this.address = address;
  }

  /** Adds a subscription that matches; a session that may not read the address is left out. */
  public void add(Target target, Interest interest) {
    int place = placeOf(target);
    if (place < size) {
      interests[place] = interests[place].and(interest);
    } else if (target.mayRead(address)) {
      append(target, interest);
    }
  }

  private int placeOf(Target target) {
    if (places != null) {
      return places.getOrDefault(target, size);
    }
    int place = 0;
    while (place < size && targets[place] != target) {
      place++;
    }
    return place;
  }

  private void append(Target target, Interest interest) {
    if (size == targets.length) {
      targets = Arrays.copyOf(targets, size * 2);
      interests = Arrays.copyOf(interests, size * 2);
    }
    targets[size] = target;
    interests[size] = interest;
    if (places != null) {
      places.put(target, size);
    } else if (size == FEW) {
      places = new HashMap<>();
      for (int i = 0; i <= size; i++) {
        places.put(targets[i], i);
      }
    }
    size++;
  }

  /** The sessions added. */
  public Set<Target> targets() {
    return Set.of(Arrays.copyOf(targets, size));
  }

  /** The route to all sessions added, which are grouped by loop; to be called once. */
  public Route build() {
    if (size == 0) {
      return Route.NOWHERE;
    }
    List<Route.Group> groups = new ArrayList<>(2);
    int end;
    for (int start = 0; start < size; start = end) {
      end = moveForward(start);
      groups.add(
          Route.Group.of(
              Arrays.copyOfRange(targets, start, end), Arrays.copyOfRange(interests, start, end)));
    }
    return new Route(groups, size);
  }

  /**
   * Moves all sessions of one loop next to each other.
   *
   * @return the end of those on the loop of the session at the start
   */
  private int moveForward(int start) {
    Loop loop = targets[start].loop();
    int end = start + 1;
    for (int i = end; i < size; i++) {
      if (targets[i].loop() == loop) {
        swap(i, end++);
      }
    }
    return end;
  }

  private void swap(int one, int other) {
    Target target = targets[one];
    targets[one] = targets[other];
    targets[other] = target;
    Interest interest = interests[one];
    interests[one] = interests[other];
    interests[other] = interest;
  }
}
