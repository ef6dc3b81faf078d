package dev.agentservice.tool;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the method that tells whether a call of a tool took effect; it stands on the same
 * bean as the tool. It takes the tool's arguments, or some of them, by the same names,
 * and perhaps a {@link ToolContext}, whose {@link ToolContext#idempotencyKey()} is the
 * one that the call had. It returns a {@link ToolEffect}, and changes nothing; what it
 * throws counts as {@link ToolEffect.Unknown}. It may take as long as the tool may.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface ToolCheck {

	/** The tool's name. */
	String value();

}
