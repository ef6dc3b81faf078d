/**
 * How flags decide, and how replicas learn of changes.
 */
@NullMarked
package dev.agentservice.flag;

import org.jspecify.annotations.NullMarked;
