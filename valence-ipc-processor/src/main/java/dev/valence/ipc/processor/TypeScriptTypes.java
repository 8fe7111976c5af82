package dev.valence.ipc.processor;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.AnnotatedConstruct;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.TypeVariable;
import javax.lang.model.type.WildcardType;

/**
 * The TypeScript type that a Java type is on the other side: the table of {@code
 * dev.valence.ipc.mapping}, as declarations. Records and enums on the way are noted in {@link
 * DeclaredNames}.
 */
final class TypeScriptTypes {
  private static final Map<String, String> CLASSES =
      Map.ofEntries(
          Map.entry("java.lang.Boolean", "boolean"),
          Map.entry("java.lang.Byte", "number"),
          Map.entry("java.lang.Short", "number"),
          Map.entry("java.lang.Integer", "number"),
          Map.entry("java.lang.Long", "number"),
          Map.entry("java.lang.Float", "number"),
          Map.entry("java.lang.Double", "number"),
          Map.entry("java.lang.Number", "number"),
          Map.entry("java.lang.Character", "string"),
          Map.entry("java.lang.String", "string"),
          Map.entry("java.lang.CharSequence", "string"),
          Map.entry("java.lang.Object", "unknown"),
          Map.entry("java.math.BigInteger", "bigint"),
          Map.entry("java.time.Instant", "Date"),
          Map.entry("java.nio.ByteBuffer", "Uint8Array"),
          Map.entry("java.io.InputStream", "ReadableStream<Uint8Array>"),
          Map.entry("dev.valence.ipc.value.Undefined", "undefined"),
          Map.entry("dev.valence.ipc.value.JsDate", "Date"),
          Map.entry("dev.valence.ipc.value.JsRegExp", "RegExp"),
          Map.entry("dev.valence.ipc.value.JsError", "Error"),
          Map.entry("dev.valence.ipc.value.JsArrayBuffer", "ArrayBuffer"),
          Map.entry("dev.valence.ipc.value.JsArrayBufferView", "ArrayBufferView"),
          Map.entry("dev.valence.ipc.value.JsObject", "Record<string, unknown>"),
          Map.entry("dev.valence.ipc.value.JsArray", "unknown[]"),
          Map.entry("dev.valence.ipc.value.JsMap", "Map<unknown, unknown>"),
          Map.entry("dev.valence.ipc.value.JsSet", "Set<unknown>"));

  private static final Map<TypeKind, String> PRIMITIVE_ARRAYS =
      Map.of(
          TypeKind.BOOLEAN, "boolean[]",
          TypeKind.CHAR, "string[]",
          TypeKind.BYTE, "Uint8Array",
          TypeKind.SHORT, "Int16Array",
          TypeKind.INT, "Int32Array",
          TypeKind.LONG, "BigInt64Array",
          TypeKind.FLOAT, "Float32Array",
          TypeKind.DOUBLE, "Float64Array");

  private static final Set<String> ARRAYS = Set.of("java.util.List", "java.util.Collection");

  static final Set<String> PROMISES =
      Set.of("java.util.concurrent.CompletableFuture", "java.util.concurrent.CompletionStage");

  static final String OPTIONAL = "java.util.Optional";
  static final String PROGRESS = "dev.valence.ipc.service.Progress";
  private static final String PUBLISHER = "java.util.concurrent.Flow.Publisher";

  private final DeclaredNames names;

  TypeScriptTypes(DeclaredNames names) {
    this.names = names;
  }

  /** The class that a type is one of; empty for what is no class. */
  static String className(TypeMirror type) {
    return type instanceof DeclaredType declared
        ? ((TypeElement) declared.asElement()).getQualifiedName().toString()
        : "";
  }

  static boolean isOptional(TypeMirror type) {
    return className(type).equals(OPTIONAL);
  }

  /** Whether something bears an annotation of the name Nullable, whosever it is. */
  static boolean isNullable(AnnotatedConstruct annotated) {
    return annotated.getAnnotationMirrors().stream()
        .anyMatch(
            mirror ->
                mirror.getAnnotationType().asElement().getSimpleName().contentEquals("Nullable"));
  }

  /**
   * The type in TypeScript.
   *
   * @throws UnmappableTypeException when there is none
   */
  String of(TypeMirror type) {
    String plain = plain(type);
    return isNullable(type) && !plain.equals("unknown") ? plain + " | null" : plain;
  }

  private String plain(TypeMirror type) {
    switch (type.getKind()) {
      case BOOLEAN:
        return "boolean";
      case BYTE, SHORT, INT, LONG, FLOAT, DOUBLE:
        return "number";
      case CHAR:
        return "string";
      case VOID:
        return "void";
      case ARRAY:
        return array(((ArrayType) type).getComponentType());
      case TYPEVAR:
        return ((TypeVariable) type).asElement().getSimpleName().toString();
      case WILDCARD:
        TypeMirror bound = ((WildcardType) type).getExtendsBound();
        return bound == null ? "unknown" : of(bound);
      case DECLARED:
        return declared((DeclaredType) type);
      default:
        throw new UnmappableTypeException(type + " is nothing that JavaScript has");
    }
  }

  private String array(TypeMirror component) {
    String primitive = PRIMITIVE_ARRAYS.get(component.getKind());
    return primitive != null ? primitive : arrayOf(of(component));
  }

  private static String arrayOf(String element) {
    return element.contains(" ") ? "Array<" + element + ">" : element + "[]";
  }

  private String declared(DeclaredType type) {
    TypeElement element = (TypeElement) type.asElement();
    String name = element.getQualifiedName().toString();
    String known = CLASSES.get(name);
    if (known != null) {
      return known;
    }
    if (name.equals("java.lang.Void")) {
      return "void";
    }
    if (name.equals(OPTIONAL)) {
      return argument(type, 0) + " | undefined";
    }
    if (ARRAYS.contains(name)) {
      return arrayOf(argument(type, 0));
    }
    if (name.equals("java.util.Set")) {
      return "Set<" + argument(type, 0) + ">";
    }
    if (name.equals("java.util.Map")) {
      return map(type);
    }
    if (name.equals(PUBLISHER)) {
      return "ReadableStream<" + argument(type, 0) + ">";
    }
    if (PROMISES.contains(name)) {
      throw new UnmappableTypeException("A future can only be what a method returns, by itself");
    }
    if (name.equals(PROGRESS)) {
      throw new UnmappableTypeException("Progress can only be the last parameter of a method");
    }
    if (element.getKind() == ElementKind.ENUM) {
      return names.of(element);
    }
    if (element.getKind() == ElementKind.RECORD) {
      return names.of(element) + arguments(type);
    }
    throw new UnmappableTypeException(
        name
            + " is nothing that JavaScript has: use a record, an enum or a type of the table in"
            + " dev.valence.ipc.mapping.JavaToJs");
  }

  private String arguments(DeclaredType type) {
    TypeElement element = (TypeElement) type.asElement();
    if (element.getTypeParameters().isEmpty()) {
      return "";
    }
    List<? extends TypeMirror> given = type.getTypeArguments();
    return element.getTypeParameters().stream()
        .map(
            p ->
                given.isEmpty() ? "unknown" : of(given.get(element.getTypeParameters().indexOf(p))))
        .collect(Collectors.joining(", ", "<", ">"));
  }

  private String argument(DeclaredType type, int index) {
    List<? extends TypeMirror> given = type.getTypeArguments();
    return given.isEmpty() ? "unknown" : of(given.get(index));
  }

  private String map(DeclaredType type) {
    List<? extends TypeMirror> given = type.getTypeArguments();
    if (given.isEmpty()) {
      return "Record<string, unknown>";
    }
    TypeMirror key = given.get(0);
    String value = of(given.get(1));
    switch (className(key)) {
      case "java.lang.String", "java.lang.Object":
        return "Record<string, " + value + ">";
      case "java.lang.Integer", "java.lang.Long":
        return "Record<number, " + value + ">";
      default:
        break;
    }
    if (key instanceof DeclaredType declared
        && declared.asElement().getKind() == ElementKind.ENUM) {
      return "Partial<Record<" + of(key) + ", " + value + ">>";
    }
    throw new UnmappableTypeException(
        "The keys of "
            + type
            + " are no names of properties: use String, an enum, Integer or Long");
  }
}
