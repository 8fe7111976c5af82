package dev.valence.house;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code docs/parity.md}, read and written: the one place where parity is claimed. */
final class ParityTable {
  static final String NOT_YET = "not yet";

  private static final String COUNTS_BEGIN = "<!-- counts -->";
  private static final String TABLE_BEGIN = "<!-- table -->";
  private static final Pattern ROW =
      Pattern.compile("\\| (.+?) \\| (.+?) \\| `(.+?)` \\| (.+) \\|");
  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

  /** A member of Electron: class, kind and name. */
  record Member(String owner, String kind, String name) {}

  /** A row of the table. */
  record Row(Member member, String state) {
    boolean works() {
      return state.startsWith("works: ");
    }

    boolean cannot() {
      return state.startsWith("cannot: ") && state.length() > "cannot: ".length();
    }

    boolean notYet() {
      return state.equals(NOT_YET);
    }

    /** The first quoted word of a working row: {@code dev.valence.Session#fetch}. */
    String symbol() {
      return quoted().isEmpty() ? "" : quoted().get(0);
    }

    /** The further quoted words: {@code SessionTest#n001_name}. */
    List<String> tests() {
      return quoted().size() < 2 ? List.of() : quoted().subList(1, quoted().size());
    }

    private List<String> quoted() {
      List<String> words = new ArrayList<>();
      Matcher matcher = QUOTED.matcher(state);
      while (matcher.find()) {
        words.add(matcher.group(1));
      }
      return words;
    }
  }

  private ParityTable() {}

  static Path file() {
    return ProjectFiles.root().resolve("docs/parity.md");
  }

  /** The members that shall exist, in the order of members.tsv. */
  static List<Member> members() throws IOException {
    try (var in = ParityTable.class.getResourceAsStream("/parity/members.tsv")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines()
          .skip(1)
          .filter(line -> !line.isBlank())
          .map(line -> line.split("\t", -1))
          .map(cells -> new Member(cells[0], cells[1], cells[2]))
          .toList();
    }
  }

  /** The rows as they stand in the file. */
  static List<Row> rows() throws IOException {
    List<Row> rows = new ArrayList<>();
    for (String line : section(TABLE_BEGIN).lines().toList()) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        rows.add(
            new Row(new Member(row.group(1), row.group(2), row.group(3)), row.group(4).strip()));
      } else if (line.startsWith("|") && !line.startsWith("| class") && !line.startsWith("|-")) {
        throw new IllegalStateException("This row of docs/parity.md cannot be read: " + line);
      }
    }
    return rows;
  }

  /** The counts as they stand in the file. */
  static String counts() throws IOException {
    String section = section(COUNTS_BEGIN);
    return section.substring(0, section.indexOf(TABLE_BEGIN)).strip();
  }

  /** The counts as they must stand. */
  static String countsOf(List<Row> rows) {
    return "| members | work | not yet | cannot |\n|---|---|---|---|\n| %d | %d | %d | %d |"
        .formatted(
            rows.size(),
            rows.stream().filter(Row::works).count(),
            rows.stream().filter(Row::notYet).count(),
            rows.stream().filter(Row::cannot).count());
  }

  /** Writes counts and table anew: claims are kept, missing members added as not yet. */
  static void write() throws IOException {
    Map<Member, String> states = new LinkedHashMap<>();
    members().forEach(member -> states.put(member, NOT_YET));
    rows().forEach(row -> states.put(row.member(), row.state()));
    List<Row> rows = new ArrayList<>();
    states.forEach((member, state) -> rows.add(new Row(member, state)));
    StringBuilder text = new StringBuilder();
    String old = Files.readString(file());
    text.append(old, 0, old.indexOf(COUNTS_BEGIN)).append(COUNTS_BEGIN).append("\n\n");
    text.append(countsOf(rows)).append("\n\n").append(TABLE_BEGIN).append("\n\n");
    text.append("| class | kind | member | state |\n|---|---|---|---|\n");
    for (Row row : rows) {
      Member member = row.member();
      text.append(
          "| %s | %s | `%s` | %s |\n"
              .formatted(member.owner(), member.kind(), member.name(), row.state()));
    }
    Files.writeString(file(), text.toString());
  }

  private static String section(String begin) throws IOException {
    String text = Files.readString(file());
    int at = text.indexOf(begin);
    if (at < 0) {
      throw new IllegalStateException("docs/parity.md has no line " + begin);
    }
    return text.substring(at + begin.length());
  }
}
