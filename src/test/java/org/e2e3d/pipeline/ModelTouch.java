package org.e2e3d.pipeline;

import java.lang.reflect.Method;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * What of the world an event of the model reads or writes. Two events of different nodes that touch
 * nothing in common but what both only read lead to the same state in either order.
 *
 * @param place "jobs", "queue", "budget" (what may yet happen), or a bucket with "/" and a key
 * @param all everything that begins with the place
 */
record ModelTouch(String place, boolean all, boolean write) {
  /** For events that are never taken to be independent of any other. */
  static final List<ModelTouch> EVERYTHING = List.of(new ModelTouch("", true, true));

  static final ModelTouch QUEUE = new ModelTouch("queue", false, true);
  static final ModelTouch BUDGET = new ModelTouch("budget", false, true);

  private static final Set<String> READ_ROWS =
      Set.of("find", "toSend", "inHands", "recent", "ofBatch", "counts", "history", "ping");
  private static final Set<String> READ_OBJECT = Set.of("stat", "open", "bytes", "download");

  private boolean meets(ModelTouch other) {
    return (write || other.write)
        && (place.equals(other.place)
            || all && other.place.startsWith(place)
            || other.all && place.startsWith(other.place));
  }

  static boolean independent(List<ModelTouch> one, List<ModelTouch> other) {
    return one.stream().noneMatch(a -> other.stream().anyMatch(a::meets));
  }

  /** Of a call of a port; a method that is not known here touches everything. */
  static List<ModelTouch> of(String port, Method method, Object[] args) {
    String name = method.getName();
    if (port.equals("jobs")) {
      return List.of(new ModelTouch("jobs", false, !READ_ROWS.contains(name)));
    }
    if (READ_OBJECT.contains(name)) {
      return List.of(new ModelTouch(args[0] + "/" + args[1], false, false));
    }
    return switch (name) {
      case "put" -> List.of(new ModelTouch(args[0] + "/" + args[1], false, true));
      case "list", "folders" -> List.of(new ModelTouch(args[0] + "/" + args[1], true, false));
      case "bucketExists" -> List.of();
      case "abortUploads" -> List.of(new ModelTouch(args[0] + "/", true, true));
      case "copy" ->
          List.of(
              new ModelTouch(args[0] + "/" + args[1], false, false),
              new ModelTouch(args[2] + "/" + args[3], false, true));
      case "verifyAnonymousRead" ->
          List.of(new ModelTouch(((URI) args[0]).getPath().substring(1), false, false));
      case "delete" -> deletes(args);
      default -> EVERYTHING;
    };
  }

  private static List<ModelTouch> deletes(Object[] args) {
    List<ModelTouch> touches = new ArrayList<>();
    Collection<?> keys = args[1] instanceof Collection<?> many ? many : List.of(args[1]);
    keys.forEach(key -> touches.add(new ModelTouch(args[0] + "/" + key, false, true)));
    return touches;
  }
}
