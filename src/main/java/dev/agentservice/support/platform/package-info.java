/**
 * What differs where a process lives only while a request does: what has to be caught up
 * with when a request begins, and by when the platform ends it.
 */
@NullMarked
package dev.agentservice.support.platform;

import org.jspecify.annotations.NullMarked;
