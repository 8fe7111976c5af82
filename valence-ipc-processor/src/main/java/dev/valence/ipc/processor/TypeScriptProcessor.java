package dev.valence.ipc.processor;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;
import javax.tools.StandardLocation;

/**
 * Writes the TypeScript declarations of interfaces annotated with {@code
 * dev.valence.ipc.service.IpcService}: {@code FileService.d.ts} beside {@code FileService.class},
 * or in the folder that the compiler option {@code -Avalence.typescript.folder=…} names.
 *
 * <p>What cannot go over IPC (a class that is nothing in JavaScript, an overload, a generic method)
 * is an error of the compilation, at the interface.
 */
public final class TypeScriptProcessor extends AbstractProcessor {
  /** The compiler option that names the folder to write to; relative to the working directory. */
  public static final String FOLDER_OPTION = "valence.typescript.folder";

  private static final String ANNOTATION = "dev.valence.ipc.service.IpcService";

  /** Made by the compiler. */
  public TypeScriptProcessor() {}

  @Override
  public Set<String> getSupportedAnnotationTypes() {
    return Set.of(ANNOTATION);
  }

  @Override
  public Set<String> getSupportedOptions() {
    return Set.of(FOLDER_OPTION);
  }

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return SourceVersion.latest();
  }

  @Override
  public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    for (TypeElement annotation : annotations) {
      for (Element element : round.getElementsAnnotatedWith(annotation)) {
        declare((TypeElement) element);
      }
    }
    return false;
  }

  private void declare(TypeElement service) {
    if (service.getKind() != ElementKind.INTERFACE) {
      error(service, "@IpcService is for interfaces; " + service.getQualifiedName() + " is none");
      return;
    }
    try {
      String text =
          DeclarationFile.of(
              service, processingEnv.getElementUtils(), processingEnv.getTypeUtils());
      write(service, text);
    } catch (UnmappableTypeException e) {
      error(service, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      error(service, "The TypeScript declarations cannot be written: " + e);
    }
  }

  private void write(TypeElement service, String text) throws IOException {
    String name = service.getSimpleName() + ".d.ts";
    String folder = processingEnv.getOptions().get(FOLDER_OPTION);
    if (folder != null) {
      Path path = Path.of(folder);
      Files.createDirectories(path);
      Files.writeString(path.resolve(name), text, StandardCharsets.UTF_8);
      return;
    }
    String packageName =
        processingEnv.getElementUtils().getPackageOf(service).getQualifiedName().toString();
    try (Writer writer =
        processingEnv
            .getFiler()
            .createResource(StandardLocation.CLASS_OUTPUT, packageName, name, service)
            .openWriter()) {
      writer.write(text);
    }
  }

  private void error(Element element, String message) {
    processingEnv.getMessager().printMessage(Diagnostic.Kind.ERROR, message, element);
  }
}
