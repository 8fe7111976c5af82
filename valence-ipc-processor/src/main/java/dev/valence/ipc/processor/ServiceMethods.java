package dev.valence.ipc.processor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;

/** The methods of a service: abstract ones, inherited ones too, in the order of the source. */
final class ServiceMethods {
  private final Elements elements;
  private final TypeElement service;
  private final Map<String, ExecutableElement> byName = new LinkedHashMap<>();

  private ServiceMethods(Elements elements, TypeElement service) {
    this.elements = elements;
    this.service = service;
  }

  /**
   * The methods that go over IPC.
   *
   * @throws UnmappableTypeException for overloads and generic methods
   */
  static List<ExecutableElement> of(Elements elements, TypeElement service) {
    ServiceMethods methods = new ServiceMethods(elements, service);
    methods.addAll(service);
    return methods.byName.values().stream()
        .filter(method -> !method.isDefault())
        .filter(method -> !methods.isOfObject(method))
        .toList();
  }

  private void addAll(TypeElement type) {
    for (ExecutableElement method : ElementFilter.methodsIn(type.getEnclosedElements())) {
      boolean callable =
          !method.getModifiers().contains(Modifier.STATIC)
              && !method.getModifiers().contains(Modifier.PRIVATE);
      if (callable) {
        add(method);
      }
    }
    List<TypeMirror> parents = new ArrayList<>(type.getInterfaces());
    for (TypeMirror parent : parents) {
      addAll((TypeElement) ((DeclaredType) parent).asElement());
    }
  }

  private void add(ExecutableElement method) {
    String name = method.getSimpleName().toString();
    ExecutableElement before = byName.putIfAbsent(name, method);
    if (before != null && !elements.overrides(before, method, service) && !same(before, method)) {
      throw new UnmappableTypeException(
          "%s has two methods of the name %s; a call over IPC goes by the name alone"
              .formatted(service.getQualifiedName(), name));
    }
    if (!method.getTypeParameters().isEmpty()) {
      throw new UnmappableTypeException(
          "The method %s is generic; what comes over IPC must be of a known type".formatted(name));
    }
  }

  /** Two interfaces that declare the same method do not override each other. */
  private static boolean same(ExecutableElement one, ExecutableElement other) {
    return one.toString().equals(other.toString());
  }

  private boolean isOfObject(ExecutableElement method) {
    TypeElement object = elements.getTypeElement("java.lang.Object");
    return ElementFilter.methodsIn(object.getEnclosedElements()).stream()
        .anyMatch(own -> elements.overrides(method, own, service) || same(method, own));
  }
}
