/**
 * What hostile callers, documents and clients try against the running service, with a
 * credential of their own or with somebody else's, and what becomes of it.
 */
@NullMarked
package dev.agentservice.endtoend.attack;

import org.jspecify.annotations.NullMarked;
