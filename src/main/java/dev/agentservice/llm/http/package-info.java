/**
 * HTTP to model providers: one pool per provider, whole answers and event streams on the
 * calling thread, under time limits that hold.
 */
@NullMarked
package dev.agentservice.llm.http;

import org.jspecify.annotations.NullMarked;
