package dev.valence.ipc.service;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An interface whose methods are called over IPC. It is optional: any fitting interface can be
 * exposed. With it, the interface has a version, and the annotation processor of {@code
 * valence-ipc-processor} writes its TypeScript declarations.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface IpcService {
  /**
   * The version of the interface. A call whose caller was built with another one fails, and says
   * both. Interfaces without this annotation have version 1.
   */
  int version() default 1;
}
