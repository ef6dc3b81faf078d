package dev.agentservice.run.admission;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import dev.agentservice.ratelimit.CountsItself;

import org.springframework.modulith.NamedInterface;

/**
 * Marks a controller's method that starts a run: its request passes the {@link Entrance}
 * before its body is read, and finds its {@link Entry} among the request's attributes.
 */
@CountsItself
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@NamedInterface("admission")
public @interface StartsRun {

}
