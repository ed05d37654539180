package org.e2e3d.engine.export;

import java.util.Base64;

/** Writes HTML; every text is escaped, so that no file name can become markup. */
final class Html {
  private final StringBuilder out = new StringBuilder(1 << 16);

  /** Markup of our own, as it is. */
  Html raw(String markup) {
    out.append(markup);
    return this;
  }

  /** Text from anywhere, escaped. */
  Html text(Object text) {
    out.append(escape(String.valueOf(text)));
    return this;
  }

  /** An element with text in it. */
  Html element(String tag, Object text) {
    return raw("<" + tag + ">").text(text).raw("</" + tag.split(" ")[0] + ">");
  }

  /** A row of cells. */
  Html row(Object... cells) {
    raw("<tr>");
    for (Object c : cells) {
      element(c instanceof Number ? "td class=n" : "td", c);
    }
    return raw("</tr>\n");
  }

  /** The head of a table. */
  Html table(String... heads) {
    raw("<div class=wide><table><thead><tr>");
    for (String h : heads) {
      element("th", h);
    }
    return raw("</tr></thead><tbody>\n");
  }

  Html endTable() {
    return raw("</tbody></table></div>\n");
  }

  /** A picture that travels in the page. */
  Html jpeg(byte[] bytes, String alternative) {
    raw("<img loading=lazy src=\"data:image/jpeg;base64,");
    raw(Base64.getEncoder().encodeToString(bytes)).raw("\" alt=\"");
    return text(alternative).raw("\">");
  }

  static String escape(String s) {
    StringBuilder e = new StringBuilder(s.length() + 16);
    for (int i = 0; i < s.length(); i++) {
      char c = s.charAt(i);
      switch (c) {
        case '&' -> e.append("&amp;");
        case '<' -> e.append("&lt;");
        case '>' -> e.append("&gt;");
        case '"' -> e.append("&quot;");
        case '\'' -> e.append("&#39;");
        default -> e.append(c < ' ' && c != '\n' && c != '\t' ? '\uFFFD' : c);
      }
    }
    return e.toString();
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
