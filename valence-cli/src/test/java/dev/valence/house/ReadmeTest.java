package dev.valence.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the documents point to is there. */
class ReadmeTest {
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
  private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```|`[^`\n]*`");
  private static final Pattern MACHINE_PATH =
      Pattern.compile("(?<![\\w.])/(home/\\w+|root/|work/|Users/\\w+)");

  @Test
  void linksLeadToFilesThatExist() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path document : documents()) {
      String prose = CODE.matcher(Files.readString(document)).replaceAll("");
      Matcher link = LINK.matcher(prose);
      while (link.find()) {
        String target = link.group(1).replaceFirst("#.*", "");
        boolean elsewhere = target.isEmpty() || target.matches("[a-z]+:.*");
        if (!elsewhere && !Files.exists(document.resolveSibling(target))) {
          broken.add(document.getFileName() + " links to " + target);
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void noPathOfOneMachine() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path document : documents()) {
      Matcher path = MACHINE_PATH.matcher(Files.readString(document));
      while (path.find()) {
        found.add(document.getFileName() + " has " + path.group());
      }
    }
    assertThat(found).isEmpty();
  }

  @Test
  void theFirstDocumentsAreThere() {
    for (String name :
        List.of(
            "README.md",
            "CHANGELOG.md",
            "CONTRIBUTING.md",
            "LICENSE",
            "NOTICE",
            "docs/ARCHITECTURE.md",
            "docs/PERFORMANCE.md",
            "docs/parity.md")) {
      assertThat(ProjectFiles.root().resolve(name)).isRegularFile();
    }
  }

  private static List<Path> documents() throws IOException {
    return ProjectFiles.find(path -> path.endsWith(".md"));
  }
}
