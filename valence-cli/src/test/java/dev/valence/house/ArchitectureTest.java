package dev.valence.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Keeps the house as docs/ARCHITECTURE.md draws it. */
class ArchitectureTest {
  private static final Set<String> VAGUE_NAMES =
      Set.of("util", "utils", "common", "helper", "helpers", "manager", "base", "misc");

  private static JavaClasses classes;

  @BeforeAll
  static void read() {
    classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.valence");
    assertThat(classes.contain("dev.valence.net.NetError")).isTrue();
    assertThat(classes.contain("dev.valence.ipc.clone.StructuredClone")).isTrue();
    assertThat(classes.contain("dev.valence.testkit.TestServer")).isTrue();
  }

  /** The modules by their packages; each may use those named with it. */
  private enum Module {
    TESTKIT("dev.valence.testkit"),
    EVENT("dev.valence.event"),
    NET("dev.valence.net"),
    IPC("dev.valence.ipc"),
    EXAMPLES("dev.valence.examples"),
    CLI("dev.valence.cli"),
    CORE("dev.valence");

    final String root;

    Module(String root) {
      this.root = root;
    }

    static Module of(String packageName) {
      for (Module module : values()) {
        if (isInside(packageName, module.root)) {
          return module;
        }
      }
      throw new IllegalArgumentException("The package " + packageName + " belongs to no module");
    }

    Set<Module> mayUse() {
      return switch (this) {
        case TESTKIT -> Set.of(TESTKIT);
        case EVENT -> Set.of(EVENT);
        case NET -> Set.of(NET);
        case IPC -> Set.of(IPC, EVENT);
        case CORE -> Set.of(CORE, NET, EVENT, IPC);
        case EXAMPLES -> Set.of(EXAMPLES, CORE, NET, EVENT, IPC);
        case CLI -> Set.of(CLI, EXAMPLES, CORE, NET, EVENT, IPC);
      };
    }
  }

  @Test
  void modulesUseOnlyWhatTheArrowsAllow() {
    List<String> wrong = new ArrayList<>();
    for (Dependency dependency : insideDependencies()) {
      Module from = Module.of(dependency.getOriginClass().getPackageName());
      Module to = Module.of(target(dependency).getPackageName());
      if (!from.mayUse().contains(to)) {
        wrong.add(from + " must not use " + to + ": " + dependency.getDescription());
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void internalPackagesAreUsedOnlyBesideThem() {
    Set<String> wrong = new TreeSet<>();
    for (Dependency dependency : insideDependencies()) {
      String from = dependency.getOriginClass().getPackageName();
      String to = target(dependency).getPackageName();
      int mark = (to + ".").indexOf(".internal.");
      if (mark < 0) {
        continue;
      }
      boolean beside = isInside(from, to.substring(0, mark)) && Module.of(from) == Module.of(to);
      if (!beside) {
        wrong.add(dependency.getOriginClass().getName() + " uses " + target(dependency).getName());
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void packagesAreNamedAfterTheirSubject() {
    Set<String> vague =
        packages().stream()
            .filter(name -> List.of(name.split("\\.", -1)).stream().anyMatch(VAGUE_NAMES::contains))
            .collect(Collectors.toSet());
    assertThat(vague).isEmpty();
  }

  @Test
  void everyPackageIsNullMarked() {
    List<String> unmarked =
        packages().stream()
            .filter(
                name ->
                    classes.getPackage(name).getClasses().stream()
                        .noneMatch(
                            type ->
                                type.getSimpleName().equals("package-info")
                                    && type.isAnnotatedWith(NullMarked.class)))
            .toList();
    assertThat(unmarked).isEmpty();
  }

  @Test
  void subjectsFormNoCircles() {
    SlicesRuleDefinition.slices()
        .assignedFrom(SUBJECTS)
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .check(classes);
  }

  @Test
  void nothingWritesToTheConsoleButTheCommand() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.valence.cli..")
        .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
        .check(classes);
  }

  /**
   * Public packages below a module's root are its subjects: {@code dev.valence.net.url}. The root
   * package itself is the module's door and knows them all; internals below a root serve it.
   */
  private static final SliceAssignment SUBJECTS =
      new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
          String name = type.getPackageName();
          if (!isInside(name, "dev.valence")) {
            return SliceIdentifier.ignore();
          }
          String root = Module.of(name).root;
          if (name.equals(root) || name.startsWith(root + ".internal")) {
            return SliceIdentifier.ignore();
          }
          String rest = name.substring(root.length() + 1);
          return SliceIdentifier.of(root, rest.split("\\.", -1)[0]);
        }

        @Override
        public String getDescription() {
          return "subjects of a module";
        }
      };

  private static List<Dependency> insideDependencies() {
    return classes.stream()
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
        .filter(dependency -> isInside(target(dependency).getPackageName(), "dev.valence"))
        .toList();
  }

  private static JavaClass target(Dependency dependency) {
    return dependency.getTargetClass().getBaseComponentType();
  }

  private static Set<String> packages() {
    return classes.that(DescribedPredicate.<JavaClass>alwaysTrue()).stream()
        .map(JavaClass::getPackageName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isInside(String packageName, String root) {
    return packageName.equals(root) || packageName.startsWith(root + ".");
  }
}
