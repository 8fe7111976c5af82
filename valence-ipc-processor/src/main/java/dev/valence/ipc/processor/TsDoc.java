package dev.valence.ipc.processor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A Javadoc comment as TSDoc: the text, its block tags, and the documentation of parameters. HTML
 * becomes Markdown as far as comments commonly have it.
 *
 * @param text what comes before the first block tag
 * @param params the text of each {@code @param}, by its name
 * @param tags the other block tags that TSDoc knows
 */
record TsDoc(String text, Map<String, String> params, List<String> tags) {
  static final TsDoc NONE = new TsDoc("", Map.of(), List.of());

  private static final Pattern BLOCK = Pattern.compile("(?m)^\\s*@(\\w+)\\s*");
  private static final Pattern CODE = Pattern.compile("\\{@(code|literal)\\s+([^{}]*)}");
  private static final Pattern LINK =
      Pattern.compile("\\{@(?:link|linkplain)\\s+([^\\s{}]+)(?:\\s+([^{}]*))?}");

  /** For private use in Unicode, so in no comment. */
  private static final char AT_IN_CODE = '\uE000';

  private static final Pattern ENTITY = Pattern.compile("&#(\\d{1,5});");

  /** Reads what {@code Elements.getDocComment} gives. */
  static TsDoc of(@Nullable String comment) {
    if (comment == null || comment.isBlank()) {
      return NONE;
    }
    Matcher block = BLOCK.matcher(comment);
    int end = block.find() ? block.start() : comment.length();
    String text = prose(comment.substring(0, end));
    Map<String, String> params = new LinkedHashMap<>();
    List<String> tags = new ArrayList<>();
    while (end < comment.length()) {
      String tag = block.group(1);
      int from = block.end();
      end = block.find() ? block.start() : comment.length();
      add(tag, prose(comment.substring(from, end)), params, tags);
    }
    return new TsDoc(text, params, tags);
  }

  private static void add(
      String tag, String content, Map<String, String> params, List<String> tags) {
    switch (tag) {
      case "param" -> {
        String[] parts = content.split("\\s+", 2);
        params.put(parts[0], parts.length > 1 ? parts[1] : "");
      }
      case "return" -> tags.add("@returns " + content);
      case "throws", "exception" -> {
        String[] parts = content.split("\\s+", 2);
        String type = parts[0].substring(parts[0].lastIndexOf('.') + 1);
        tags.add(("@throws `" + type + "` " + (parts.length > 1 ? parts[1] : "")).strip());
      }
      case "deprecated" -> tags.add("@deprecated " + content);
      default -> {
        // @see, @since, @author … mean nothing to a reader of the declarations.
      }
    }
  }

  /** The comment's lines, indented; nothing when there is nothing to say. */
  String comment(String indent, List<String> parameterNames) {
    List<String> lines = new ArrayList<>();
    if (!text.isEmpty()) {
      lines.addAll(text.lines().toList());
    }
    List<String> blocks = new ArrayList<>();
    for (String name : parameterNames) {
      String param = params.get(name);
      if (param != null && !param.isEmpty()) {
        blocks.add("@param " + Identifiers.parameter(name) + " - " + param);
      }
    }
    blocks.addAll(tags);
    if (!lines.isEmpty() && !blocks.isEmpty()) {
      lines.add("");
    }
    blocks.forEach(block -> lines.addAll(block.lines().toList()));
    if (lines.isEmpty()) {
      return "";
    }
    if (lines.size() == 1) {
      return indent + "/** " + lines.get(0) + " */\n";
    }
    StringBuilder comment = new StringBuilder(indent + "/**\n");
    lines.forEach(line -> comment.append((indent + " * " + line).stripTrailing()).append('\n'));
    return comment.append(indent).append(" */\n").toString();
  }

  /** Inline tags and HTML as Markdown; nothing in it ends a comment. */
  static String prose(String javadoc) {
    String text = javadoc.strip().replaceAll("(?m)^ ", "");
    text =
        replace(CODE, text, m -> m.group(1).equals("code") ? code(m.group(2)) : kept(m.group(2)));
    text = replace(LINK, text, m -> code(m.group(2) != null ? m.group(2) : reference(m.group(1))));
    text = text.replaceAll("\\{@\\w+\\s*([^{}]*)}", "$1");
    text = text.replaceAll("(?i)</?(?:code|tt)>", "`");
    text = text.replaceAll("(?i)</?(?:em|i)>", "*").replaceAll("(?i)</?(?:b|strong)>", "**");
    text = text.replaceAll("(?i)\\n*[ \\t]*<p>[ \\t]*\\n?", "\n\n");
    text = text.replaceAll("(?i)[ \\t]*<li>\\s*", "- ");
    text = text.replaceAll("</?[a-zA-Z][^<>]*>", "");
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    text = replace(ENTITY, text, m -> Character.toString(Integer.parseInt(m.group(1))));
    text = text.replace("&amp;", "&");
    text = text.replaceAll("\\n{3,}", "\n\n").strip();
    // In TSDoc the one would end the comment, the other begin a tag.
    text = text.replace("*/", "*\\/").replaceAll("(?<!\\w)@(?=\\w)", "\\\\@");
    return text.replace(AT_IN_CODE, '@');
  }

  private static String code(String text) {
    return "`" + kept(text).replace('@', AT_IN_CODE) + "`";
  }

  /** Text in which nothing is HTML, until the entities are read. */
  private static String kept(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String reference(String target) {
    String member = target.startsWith("#") ? target.substring(1) : target.replace('#', '.');
    return member.replaceAll("\\(.*\\)?$", "");
  }

  private static String replace(
      Pattern pattern, String text, Function<Matcher, String> replacement) {
    Matcher matcher = pattern.matcher(text);
    return matcher.replaceAll(result -> Matcher.quoteReplacement(replacement.apply(matcher)));
  }
}
