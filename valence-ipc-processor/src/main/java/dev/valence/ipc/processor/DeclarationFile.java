package dev.valence.ipc.processor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.ExecutableType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

/** The text of a declaration file: the service, then every record and enum that it leads to. */
final class DeclarationFile {
  private static final String INDENT = "  ";

  private final Elements elements;
  private final Types types;
  private final DeclaredNames names = new DeclaredNames();
  private final TypeScriptTypes typeScript = new TypeScriptTypes(names);
  private final StringBuilder text = new StringBuilder();

  private DeclarationFile(Elements elements, Types types) {
    this.elements = elements;
    this.types = types;
  }

  /**
   * The file of a service.
   *
   * @throws UnmappableTypeException when something in it has no counterpart
   */
  static String of(TypeElement service, Elements elements, Types types) {
    DeclarationFile file = new DeclarationFile(elements, types);
    file.service(service);
    for (TypeElement next = file.names.next(); next != null; next = file.names.next()) {
      file.type(next);
    }
    return file.text.toString();
  }

  private void service(TypeElement service) {
    if (!service.getTypeParameters().isEmpty()) {
      throw new UnmappableTypeException(
          service.getQualifiedName() + " is generic; what comes over IPC must be of a known type");
    }
    String name = service.getSimpleName().toString();
    names.take(name);
    text.append("// Written by valence-ipc-processor from ")
        .append(service.getQualifiedName())
        .append("; do not edit.\n\n");
    text.append(doc(service).comment("", List.of()));
    text.append("export interface ").append(name).append(" {\n");
    boolean first = true;
    for (ExecutableElement method : ServiceMethods.of(elements, service)) {
      if (!first) {
        text.append('\n');
      }
      first = false;
      method(service, method);
    }
    text.append("}\n");
  }

  private void method(TypeElement service, ExecutableElement method) {
    String name = method.getSimpleName().toString();
    try {
      ExecutableType seen =
          (ExecutableType) types.asMemberOf((DeclaredType) service.asType(), method);
      List<String> parameterNames = new ArrayList<>();
      method.getParameters().forEach(p -> parameterNames.add(p.getSimpleName().toString()));
      text.append(doc(method).comment(INDENT, parameterNames));
      text.append(INDENT)
          .append(name)
          .append('(')
          .append(parameters(method.getParameters(), seen.getParameterTypes()))
          .append("): Promise<")
          .append(result(method, seen.getReturnType()))
          .append(">;\n");
    } catch (UnmappableTypeException e) {
      throw new UnmappableTypeException("Method " + name + ": " + e.getMessage());
    }
  }

  private String result(ExecutableElement method, TypeMirror returned) {
    if (!TypeScriptTypes.PROMISES.contains(TypeScriptTypes.className(returned))) {
      return orNull(typeScript.of(returned), method, returned);
    }
    List<? extends TypeMirror> arguments = ((DeclaredType) returned).getTypeArguments();
    return arguments.isEmpty() ? "unknown" : typeScript.of(arguments.get(0));
  }

  private String parameters(
      List<? extends VariableElement> parameters, List<? extends TypeMirror> seen) {
    int required = parameters.size();
    while (required > 0 && mayBeLeftOut(seen.get(required - 1))) {
      required--;
    }
    List<String> written = new ArrayList<>();
    for (int i = 0; i < parameters.size(); i++) {
      String name = Identifiers.parameter(parameters.get(i).getSimpleName().toString());
      boolean last = i == parameters.size() - 1;
      String type =
          last && isProgress(seen.get(i))
              ? "(value: " + progressOf(seen.get(i)) + ") => void"
              : orNull(typeScript.of(seen.get(i)), parameters.get(i), seen.get(i));
      written.add(name + (i >= required ? "?: " : ": ") + type);
    }
    return String.join(", ", written);
  }

  private static boolean mayBeLeftOut(TypeMirror type) {
    return TypeScriptTypes.isOptional(type) || isProgress(type);
  }

  private static boolean isProgress(TypeMirror type) {
    return TypeScriptTypes.className(type).equals(TypeScriptTypes.PROGRESS);
  }

  private String progressOf(TypeMirror type) {
    List<? extends TypeMirror> arguments = ((DeclaredType) type).getTypeArguments();
    return arguments.isEmpty() ? "unknown" : typeScript.of(arguments.get(0));
  }

  /** A declaration annotation says the same as one of the type. */
  private static String orNull(String type, Element element, TypeMirror mirror) {
    boolean said = TypeScriptTypes.isNullable(mirror);
    return TypeScriptTypes.isNullable(element) && !said && !type.equals("unknown")
        ? type + " | null"
        : type;
  }

  private void type(TypeElement type) {
    text.append('\n').append(doc(type).comment("", List.of()));
    if (type.getKind() == ElementKind.ENUM) {
      text.append(
          type.getEnclosedElements().stream()
              .filter(element -> element.getKind() == ElementKind.ENUM_CONSTANT)
              .map(element -> '"' + element.getSimpleName().toString() + '"')
              .collect(Collectors.joining(" | ", "export type " + names.of(type) + " = ", ";\n")));
      return;
    }
    text.append("export interface ").append(names.of(type));
    if (!type.getTypeParameters().isEmpty()) {
      text.append(
          type.getTypeParameters().stream()
              .map(parameter -> parameter.getSimpleName().toString())
              .collect(Collectors.joining(", ", "<", ">")));
    }
    text.append(" {\n");
    Map<String, String> docs = doc(type).params();
    for (RecordComponentElement component : type.getRecordComponents()) {
      component(type, component, docs.getOrDefault(component.getSimpleName().toString(), ""));
    }
    text.append("}\n");
  }

  private void component(TypeElement record, RecordComponentElement component, String doc) {
    String name = component.getSimpleName().toString();
    TypeMirror type = component.asType();
    try {
      text.append(new TsDoc(doc, Map.of(), List.of()).comment(INDENT, List.of()));
      text.append(INDENT)
          .append("readonly ")
          .append(name)
          .append(TypeScriptTypes.isOptional(type) ? "?: " : ": ")
          .append(orNull(typeScript.of(type), component, type))
          .append(";\n");
    } catch (UnmappableTypeException e) {
      throw new UnmappableTypeException(
          "Component %s of %s: %s".formatted(name, record.getQualifiedName(), e.getMessage()));
    }
  }

  private TsDoc doc(Element element) {
    return TsDoc.of(elements.getDocComment(element));
  }
}
