/**
 * What hostile callers, documents and clients try against the running service, and what
 * becomes of it.
 */
@NullMarked
package dev.agentservice.endtoend.attack;

import org.jspecify.annotations.NullMarked;
