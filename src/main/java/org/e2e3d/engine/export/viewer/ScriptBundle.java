package org.e2e3d.engine.export.viewer;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Joins ECMAScript modules into one classic script. Browsers load no modules from the disk, and a
 * page with one script needs one request; so each module becomes a function that is given the names
 * it imports and returns the names it exports.
 *
 * <p>Only what the joined modules use is understood: {@code import {a as b} from 'm'}, {@code
 * export {a as b}} and {@code export {a as b} from 'm'}. Anything else is refused, so that another
 * version of a library cannot break the page unnoticed.
 */
final class ScriptBundle {
  private static final String NAMES = "\\{([\\w$\\s,]*)\\}";
  private static final String FROM = "from\\s*(?:'([^']+)'|\"([^\"]+)\")";
  private static final Pattern IMPORT =
      Pattern.compile("(?m)(?:^|(?<=[;}]))import\\s*" + NAMES + "\\s*" + FROM);
  private static final Pattern EXPORT =
      Pattern.compile("(?m)(?:^|(?<=[;}]))export\\s*" + NAMES + "(?:\\s*" + FROM + ")?");
  private static final Pattern LEFT =
      Pattern.compile("(?m)(?:^|[;}])\\s*(?:import|export)\\s*[{*\"'\\w]");

  private final Map<String, String> variables = new LinkedHashMap<>();
  private final StringBuilder script = new StringBuilder();

  /**
   * Adds a module; those it imports from must have been added before.
   *
   * @param name what other modules call it when they import from it
   * @throws IllegalArgumentException if it imports an unknown module, or uses a form of import or
   *     export that is not understood
   */
  ScriptBundle add(String name, String source) {
    String variable = "module" + variables.size();
    StringBuilder returned = new StringBuilder();
    String bound =
        IMPORT
            .matcher(source)
            .replaceAll(
                m ->
                    Matcher.quoteReplacement(
                        "const {" + names(m.group(1), ": ", false) + "} = " + from(name, m, 2)));
    String body =
        EXPORT
            .matcher(bound)
            .replaceAll(
                m -> {
                  if (m.group(2) == null && m.group(3) == null) {
                    returned.append(names(m.group(1), ": ", true)).append(", ");
                  } else {
                    String of = from(name, m, 2) + ".";
                    for (String n : m.group(1).split(",")) {
                      String[] as = n.strip().split("\\s+as\\s+");
                      returned.append(as[as.length - 1]).append(": ").append(of).append(as[0]);
                      returned.append(", ");
                    }
                  }
                  return "";
                });
    Matcher left = LEFT.matcher(body);
    if (left.find()) {
      int to = Math.min(body.length(), left.start() + 60);
      throw new IllegalArgumentException(
          name + ": not understood: " + body.substring(left.start(), to).strip());
    }
    script.append("const ").append(variable).append(" = (function () {\n'use strict';\n");
    script.append(body).append("\nreturn {").append(returned).append("};\n})();\n");
    variables.put(name, variable);
    return this;
  }

  /** The script; nothing in it is visible from outside. */
  String script() {
    return "(function () {\n" + script + "})();\n";
  }

  private String from(String name, MatchResult m, int group) {
    String other = m.group(group) == null ? m.group(group + 1) : m.group(group);
    String variable = variables.get(other);
    if (variable == null) {
      throw new IllegalArgumentException(name + ": imports from " + other + ", which is not here");
    }
    return variable;
  }

  /** "a as b, c" as the entries of a pattern ("a: b, c") or, turned round, of a literal. */
  private static String names(String list, String colon, boolean turned) {
    StringBuilder entries = new StringBuilder();
    for (String n : list.split(",")) {
      if (n.isBlank()) {
        continue;
      }
      String[] as = n.strip().split("\\s+as\\s+");
      String first = as[turned ? as.length - 1 : 0];
      String second = as[turned ? 0 : as.length - 1];
      entries.append(entries.isEmpty() ? "" : ", ").append(first);
      entries.append(first.equals(second) ? "" : colon + second);
    }
    return entries.toString();
  }
}
