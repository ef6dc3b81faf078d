/**
 * Defuses images and links that would carry data to foreign hosts, as a browser would
 * understand them.
 */
@NullMarked
package dev.agentservice.guard.redact.link;

import org.jspecify.annotations.NullMarked;
