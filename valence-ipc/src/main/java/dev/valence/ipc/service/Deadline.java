package dev.valence.ipc.service;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.TimeUnit;

/**
 * How long a call may take. Afterwards it fails for the caller with {@link
 * dev.valence.ipc.message.IpcTimeoutException}, and is cancelled at the implementation.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Deadline {
  /** The time; a millisecond or more. */
  long value();

  /** Its unit; seconds by default. */
  TimeUnit unit() default TimeUnit.SECONDS;
}
