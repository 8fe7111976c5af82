package dev.valence.ipc.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.testkit.TypeScriptCompiler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypeScriptProcessorTest {
  @TempDir Path folder;

  private Compilation compileFiles(String... options) throws Exception {
    return new Compilation(
        folder,
        Map.of(
            "com.example.files.FileService", Compilation.resource("FileService.java.txt"),
            "com.example.files.Watching", Compilation.resource("Watching.java.txt")),
        options);
  }

  @Test
  void aServiceWithAllKindsOfTypesIsDeclared() throws Exception {
    Compilation compilation = compileFiles();

    assertThat(compilation.errors()).isEmpty();
    assertThat(Compilation.read(folder.resolve("com/example/files/FileService.d.ts")))
        .isEqualTo(Compilation.resource("FileService.d.ts"));
    assertThat(folder.resolve("com/example/files/Watching.d.ts")).doesNotExist();
  }

  @Test
  void theDeclarationsCanGoToAFolderOfTheirOwn() throws Exception {
    Path web = folder.resolve("web/types");

    Compilation compilation = compileFiles("-Avalence.typescript.folder=" + web);

    assertThat(compilation.errors()).isEmpty();
    assertThat(Compilation.read(web.resolve("FileService.d.ts")))
        .isEqualTo(Compilation.resource("FileService.d.ts"));
  }

  @Test
  @Tag("peers")
  void typeScriptTakesTheDeclarations() throws Exception {
    Path declarations = folder.resolve("FileService.d.ts");
    Files.writeString(declarations, Compilation.resource("FileService.d.ts"));
    Path use = folder.resolve("use.ts");
    Files.writeString(use, Compilation.resource("use.ts"));
    Path misuse = folder.resolve("misuse.ts");
    Files.writeString(misuse, Compilation.resource("misuse.ts"));

    assertThat(TypeScriptCompiler.findings(declarations, use)).isEmpty();
    assertThat(TypeScriptCompiler.findings(declarations, misuse))
        .anyMatch(line -> line.contains("misuse.ts(4,") && line.contains("TS2345"))
        .anyMatch(line -> line.contains("misuse.ts(5,") && line.contains("TS2322"))
        .anyMatch(line -> line.contains("misuse.ts(6,") && line.contains("TS2339"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "void a(java.util.Locale l);|Method a: java.util.Locale is nothing that JavaScript has",
        "void a(int i); void a(String s);|com.example.Bad has two methods of the name a",
        "<T> T a(T t);|The method a is generic",
        "void a(java.util.concurrent.CompletableFuture<String> f);|A future can only be what",
        "void a(dev.valence.ipc.service.Progress<String> p, int i);|Progress can only be the last",
        "java.util.Map<byte[], String> a();|The keys of java.util.Map<byte[],java.lang.String>",
        "record R(Thread t) {} R a();|Component t of com.example.Bad.R: java.lang.Thread is nothing",
      })
  void whatCannotGoOverIpcIsAnErrorOfTheCompilation(String methods, String message)
      throws Exception {
    String source =
        "package com.example; @dev.valence.ipc.service.IpcService public interface Bad { "
            + methods
            + " }";

    Compilation compilation = new Compilation(folder, Map.of("com.example.Bad", source));

    assertThat(compilation.errors()).singleElement().asString().contains(message);
    assertThat(folder.resolve("com/example/Bad.d.ts")).doesNotExist();
  }

  @Test
  void aClassIsNoService() throws Exception {
    Compilation compilation =
        new Compilation(
            folder, Map.of("Bad", "@dev.valence.ipc.service.IpcService public class Bad {}"));

    assertThat(compilation.errors()).containsExactly("@IpcService is for interfaces; Bad is none");
  }

  @Test
  void interfacesWithoutTheAnnotationAreLeftAlone() throws Exception {
    Compilation compilation =
        new Compilation(folder, Map.of("Plain", "public interface Plain { Thread a(); }"));

    assertThat(compilation.errors()).isEmpty();
    assertThat(folder.resolve("Plain.d.ts")).doesNotExist();
  }
}
