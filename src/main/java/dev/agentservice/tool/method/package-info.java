/**
 * Tools that are methods with {@code @Tool} of a Spring bean: their parameters, their
 * policies, and how they are called.
 */
@NullMarked
package dev.agentservice.tool.method;

import org.jspecify.annotations.NullMarked;
