/**
 * The whole service over real HTTP, with a real Redis and simulated model providers: in
 * this JVM, and as operating-system processes that can be killed.
 */
@NullMarked
package dev.agentservice.endtoend;

import org.jspecify.annotations.NullMarked;
